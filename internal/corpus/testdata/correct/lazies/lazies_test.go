// Package lazies has correct programs with background goroutines that a first use starts and nothing stops.
package lazies

import (
	"sync"
	"testing"
	"time"
)

type job struct {
	word string
	done chan int
}

var (
	start sync.Once
	jobs  chan job
)

func length(word string) int {
	start.Do(func() {
		jobs = make(chan job)
		go func() {
			for j := range jobs {
				j.done <- len(j.word)
			}
		}()
	})
	j := job{word, make(chan int, 1)}
	jobs <- j
	return <-j.done
}

type cache struct {
	start   sync.Once
	mu      sync.Mutex
	expires map[string]time.Time
	sweeps  int
}

var shared = cache{expires: map[string]time.Time{}}

const period = 5 * time.Millisecond

func (c *cache) put(key string, life time.Duration) {
	c.mu.Lock()
	c.expires[key] = time.Now().Add(life)
	c.mu.Unlock()
	c.start.Do(func() {
		go func() {
			for now := range time.Tick(period) {
				c.sweep(now)
			}
		}()
	})
}

func (c *cache) sweep(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sweeps++
	for k, at := range c.expires {
		if now.After(at) {
			delete(c.expires, k)
		}
	}
}

func (c *cache) has(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, ok := c.expires[key]
	return ok
}

func TestWorker(t *testing.T) {
	if n := length("four"); n != 4 {
		t.Fatal(n)
	}
}

func TestWorkerAgain(t *testing.T) {
	var wg sync.WaitGroup
	for _, w := range []string{"", "a", "bc"} {
		wg.Go(func() {
			if n := length(w); n != len(w) {
				t.Errorf("%q: %d", w, n)
			}
		})
	}
	wg.Wait()
}

func TestJanitorRemoves(t *testing.T) {
	shared.put("short", time.Millisecond)
	for shared.has("short") {
		time.Sleep(time.Millisecond)
	}
}

func TestJanitorKeeps(t *testing.T) {
	shared.put("long", time.Hour)
	shared.mu.Lock()
	before := shared.sweeps
	shared.mu.Unlock()
	for {
		shared.mu.Lock()
		n := shared.sweeps
		shared.mu.Unlock()
		if n >= before+2 {
			break
		}
		time.Sleep(period)
	}
	if !shared.has("long") {
		t.Fatal("removed before its time")
	}
}
