package runner

import (
	"context"
	"sync"
)

// Runs are handed out in chunks, so that which process makes which run does not
// depend on how many processes there are. Those that follow the first ones grow, since each starts a process.
const (
	chunk     = 250
	doublings = 4
)

// chunkSize is the number of runs in a chunk.
func chunkSize(index int) uint64 { return chunk << min(max(0, index-1)/2, doublings) }

// sample makes the runs in chunks, several at once.
func (c *campaign) sample(ctx context.Context) {
	// As many chunks are under way as processes may be, begun in order.
	var mu sync.Mutex
	at, first := 0, 1+chunkSize(0)
	next := func() (int, uint64) {
		mu.Lock()
		defer mu.Unlock()
		at++
		first += chunkSize(at)
		return at, first - chunkSize(at)
	}
	chunks := func() {
		for {
			at, first := next()
			if first > c.Schedules || !c.sampleChunk(ctx, at, first) {
				return
			}
		}
	}
	var wg sync.WaitGroup
	checked := make(chan bool)
	over := make(chan struct{})
	c.trial.tell = sync.OnceFunc(func() { close(over) })
	wg.Go(func() {
		ok := c.sampleChunk(ctx, 0, 1)
		c.trial.tell()
		if <-checked && ok {
			chunks()
		}
	})
	<-over
	more := !c.stop(trialRuns) && !c.sequential() && c.check(ctx)
	for range max(1, c.PerTest) - 1 {
		if more {
			wg.Go(chunks)
		}
	}
	checked <- more
	wg.Wait()
}

// sampleChunk makes the runs of one chunk, and reports whether there is use in more.
func (c *campaign) sampleChunk(ctx context.Context, at int, first uint64) bool {
	defer c.through(at)
	c.cov.wait(at)
	if c.Saturate && c.cov.saturated(at) {
		c.mu.Lock()
		c.res.Saturated = true
		c.mu.Unlock()
		return false
	}
	return c.share(ctx, at, first, min(chunkSize(at), c.Schedules-first+1))
}
