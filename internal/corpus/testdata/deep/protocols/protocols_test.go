// Package protocols has protocols among several goroutines that go wrong after a long chain of
// events.
package protocols

import (
	"sync"
	"sync/atomic"
	"testing"
)

// TestElection: nodes vote for who asks first, in terms; a vote of an old term counts in a new
// one, and two lead in the same term, the seventh.
func TestElection(t *testing.T) {
	type message struct{ from, term int }
	const nodes = 3
	var ask, votes [nodes]chan message
	for i := range nodes {
		ask[i], votes[i] = make(chan message, 32), make(chan message, 32)
	}
	var leaders [8]atomic.Int32
	var wg sync.WaitGroup
	for me := range nodes {
		wg.Go(func() {
			term, voted, count := 0, -1, 0
			for range 8 {
				select {
				case m := <-ask[me]:
					if m.term > term {
						term, voted = m.term, -1
					}
					if voted < 0 && m.term == term {
						voted = m.from
						votes[m.from] <- message{me, term}
					}
				case <-votes[me]: // of whichever term
					if count++; count == 2 && term < len(leaders) {
						leaders[term].Add(1)
					}
				default:
					term++
					voted, count = me, 1
					for other := range nodes {
						if other != me {
							ask[other] <- message{me, term}
						}
					}
				}
			}
		})
	}
	wg.Wait()
	for i := range leaders {
		if i >= 7 && leaders[i].Load() > 1 {
			t.Fatalf("two lead in term %d", i)
		}
	}
}

// TestStarved: between the first and the second look of a goroutine all of another one's life
// happens, and between the second and the third all of a third one's.
func TestStarved(t *testing.T) {
	var n, m atomic.Int64
	var wg sync.WaitGroup
	wg.Go(func() {
		a, b := n.Load(), m.Load()
		c, d := n.Load(), m.Load()
		e := m.Load()
		if a == 0 && b == 0 && c == 20 && d == 0 && e == 20 {
			t.Error("all of it happened between two looks")
		}
	})
	for _, x := range []*atomic.Int64{&n, &m} {
		wg.Go(func() {
			for range 20 {
				x.Add(1)
			}
		})
	}
	wg.Wait()
}

// TestTransfer: money goes round five accounts in two steps each; all of it is gone for a
// moment.
func TestTransfer(t *testing.T) {
	var accounts [5]atomic.Int64
	for i := range accounts {
		accounts[i].Store(1)
	}
	var broke atomic.Bool
	var wg sync.WaitGroup
	for from := range 5 {
		wg.Go(func() {
			for range 2 {
				if accounts[from].Load() > 0 {
					accounts[from].Add(-1)
					accounts[(from+1)%5].Add(1)
				}
			}
		})
	}
	wg.Go(func() {
		for range 3 {
			sum := int64(0)
			for i := range accounts {
				sum += accounts[i].Load()
			}
			if sum == 0 {
				broke.Store(true)
			}
		}
	})
	wg.Wait()
	if broke.Load() {
		t.Fatal("all accounts were empty")
	}
}
