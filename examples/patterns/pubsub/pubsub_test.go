package pubsub

import (
	"slices"
	"sync"
	"testing"
)

// broker is what Broker and its wrong versions have in common.
type broker interface {
	Subscribe(topic string, buffer int) (ch <-chan int, cancel func())
	Publish(topic string, v int) int
}

// leaveEarly has a subscriber that leaves while others publish.
func leaveEarly(t *testing.T, b broker) {
	ch, cancel := b.Subscribe("news", 4)
	var wg sync.WaitGroup
	for p := range 2 {
		wg.Go(func() { b.Publish("news", p) })
	}
	cancel()
	for v := range ch { // what was there before it left
		if v != 0 && v != 1 {
			t.Errorf("got %d, which was not published", v)
		}
	}
	wg.Wait()
	if n := b.Publish("news", 2); n != 0 {
		t.Errorf("reached %d subscribers after the only one had left", n)
	}
}

// curious has a subscriber that, at its first message, subscribes to something else.
func curious(t *testing.T, b broker) {
	ch, cancel := b.Subscribe("news", 1)
	defer cancel()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		<-ch
		_, cancel := b.Subscribe("sports", 1)
		cancel()
	}()
	for v := range 3 {
		b.Publish("news", v)
	}
	<-ended
}

func TestLeaveEarly(t *testing.T) { leaveEarly(t, New[int]()) }

func TestCurious(t *testing.T) { curious(t, New[int]()) }

// Two publishers, two subscribers, one of which has hardly any room and does not read
// until all is over. Each sees messages of each publisher in the order in which they
// were published, and the one with room for all misses none.
func TestOrderKept(t *testing.T) {
	const publishers, each = 2, 3
	b := New[int]()
	roomy, cancelRoomy := b.Subscribe("news", publishers*each)
	tight, cancelTight := b.Subscribe("news", 1)
	var wg sync.WaitGroup
	for p := range publishers {
		wg.Go(func() {
			for i := range each {
				b.Publish("news", p*each+i)
			}
		})
	}
	wg.Wait()
	cancelRoomy()
	cancelTight()

	count := func(ch <-chan int) (n int) {
		var seen [publishers][]int
		for v := range ch {
			seen[v/each] = append(seen[v/each], v)
			n++
		}
		for p, s := range seen {
			if !slices.IsSorted(s) {
				t.Errorf("messages of publisher %d came as %v", p, s)
			}
		}
		return n
	}
	if n := count(roomy); n != publishers*each {
		t.Errorf("the subscriber with room for all got %d messages of %d", n, publishers*each)
	}
	if n := count(tight); n != 1 {
		t.Errorf("the subscriber with room for one got %d messages", n)
	}
}

func TestTopicsAreApart(t *testing.T) {
	b := New[int]()
	ch, cancel := b.Subscribe("news", 1)
	if n := b.Publish("sports", 1); n != 0 {
		t.Errorf("sports reached %d subscribers of news", n)
	}
	cancel()
	cancel() // does nothing
	if v, ok := <-ch; ok {
		t.Errorf("got %d", v)
	}
}
