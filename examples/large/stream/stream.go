package stream

import (
	"context"
	"sync"
	"time"
)

// Record is what flows.
type Record struct {
	Seq  int
	Body []byte
}

// Flow is what Credits do: it says when one more record may be in flight.
type Flow interface {
	Acquire(ctx context.Context) error
	Release()
}

// Pipeline reads records, works on them with some goroutines, and writes them.
type Pipeline struct {
	Flow     Flow
	Interval time.Duration // at least, between two records; 0: no limit
	Workers  int
	Work     func(Record) Record
	Write    func(Record) error
}

// Run moves records from source until that is closed, ctx is done or a Write fails. It
// returns how many it has taken from the source and written. What was taken is written
// before Run returns, after a cancel too, unless a Write fails; all credits are back and
// no goroutine is left.
func (p *Pipeline) Run(ctx context.Context, source <-chan Record) (taken, written int, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	todo, done := make(chan Record), make(chan Record)

	var workers sync.WaitGroup
	for range p.Workers {
		workers.Go(func() {
			for r := range todo {
				done <- p.Work(r) // the writer reads to the end
			}
		})
	}
	var writer sync.WaitGroup
	var writeErr error
	writer.Go(func() {
		for r := range done {
			if writeErr == nil {
				if writeErr = p.Write(r); writeErr != nil {
					cancel() // the rest is thrown away
				} else {
					written++
				}
			}
			p.Flow.Release()
		}
	})

	taken, err = p.feed(ctx, source, todo)
	close(todo)
	workers.Wait()
	close(done)
	writer.Wait()
	if writeErr != nil {
		err = writeErr
	}
	return taken, written, err
}

// feed takes a record only when there is a credit for it, so that whoever fills the
// source is slowed down by whoever writes.
func (p *Pipeline) feed(ctx context.Context, source <-chan Record, todo chan<- Record) (taken int, err error) {
	var pace <-chan time.Time
	if p.Interval > 0 {
		ticker := time.NewTicker(p.Interval)
		defer ticker.Stop()
		pace = ticker.C
	}
	for first := true; ; first = false {
		if pace != nil && !first {
			select {
			case <-pace:
			case <-ctx.Done():
				return taken, ctx.Err()
			}
		}
		if err := p.Flow.Acquire(ctx); err != nil {
			return taken, err
		}
		select {
		case r, ok := <-source:
			if !ok {
				p.Flow.Release()
				return taken, nil
			}
			taken++
			todo <- r // a worker or the writer will be free: neither waits for us
		case <-ctx.Done():
			p.Flow.Release()
			return taken, ctx.Err()
		}
	}
}
