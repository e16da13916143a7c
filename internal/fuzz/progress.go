package fuzz

import (
	"time"

	"github.com/chaosrun/chaosrun/internal/runner"
)

// Progress is how far a campaign is.
type Progress struct {
	Test                                     string
	Elapsed                                  time.Duration
	Runs                                     uint64
	Tapes, Features, Interleavings, Failures int
}

// tell tells of the progress every few seconds until the returned function is called.
func (c *Campaign) tell() (stop func()) {
	if c.Progress == nil {
		return func() {}
	}
	done := make(chan bool)
	go func() {
		tick := time.NewTicker(progressEvery)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				c.mu.Lock()
				p := Progress{c.Test, time.Since(c.start), c.res.Runs, c.corpus.Len(), c.corpus.Features(), len(c.graphs), len(c.res.Failures)}
				c.mu.Unlock()
				c.Progress(p)
			}
		}
	}()
	return func() { close(done) }
}

const progressEvery = 5 * time.Second

// sample notes how much was seen so far.
func (c *Campaign) sample() runner.Sample {
	s := runner.Sample{Runs: c.res.Runs, Elapsed: time.Since(c.start), Graphs: len(c.graphs), Pairs: c.corpus.Pairs()}
	c.res.Series.Add(s)
	c.sampled = s.Runs
	return s
}
