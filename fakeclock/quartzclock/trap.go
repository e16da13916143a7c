package quartzclock

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/coder/quartz"
)

// ErrTrapClosed is the error of [Trap.Wait] when the trap is closed.
var ErrTrapClosed = errors.New("trap closed")

// function is a function of the clock that can be trapped.
type function int

const (
	newTimer function = iota
	afterFunc
	newTicker
	tickerFunc
	now
	since
	until
)

// traps are those that are set.
type traps struct {
	mu  sync.Mutex
	all []*Trap
}

// Trapper sets traps, like quartz's type of the same name. [Clock.Trap] returns a Trapper. The
// methods Stop and Reset of timers and tickers are quartz's own and cannot be trapped.
type Trapper struct{ clock *Clock }

// Trap is for tests that hold calls of the clock, to advance the clock while the code under test
// is about to call it.
func (c *Clock) Trap() Trapper { return Trapper{c} }

// NewTimer traps calls of NewTimer that have all of the tags.
func (t Trapper) NewTimer(tags ...string) *Trap { return t.set(newTimer, tags) }

// AfterFunc traps calls of AfterFunc that have all of the tags.
func (t Trapper) AfterFunc(tags ...string) *Trap { return t.set(afterFunc, tags) }

// NewTicker traps calls of NewTicker that have all of the tags.
func (t Trapper) NewTicker(tags ...string) *Trap { return t.set(newTicker, tags) }

// TickerFunc traps calls of TickerFunc that have all of the tags.
func (t Trapper) TickerFunc(tags ...string) *Trap { return t.set(tickerFunc, tags) }

// Now traps calls of Now that have all of the tags.
func (t Trapper) Now(tags ...string) *Trap { return t.set(now, tags) }

// Since traps calls of Since that have all of the tags.
func (t Trapper) Since(tags ...string) *Trap { return t.set(since, tags) }

// Until traps calls of Until that have all of the tags.
func (t Trapper) Until(tags ...string) *Trap { return t.set(until, tags) }

func (t Trapper) set(f function, tags []string) *Trap {
	trap := &Trap{f: f, tags: tags, clock: t.clock, calls: make(chan *Call), done: make(chan struct{})}
	t.clock.traps.mu.Lock()
	defer t.clock.traps.mu.Unlock()
	t.clock.traps.all = append(t.clock.traps.all, trap)
	return trap
}

// Trap holds calls until they are released. It is safe for concurrent use.
type Trap struct {
	f     function
	tags  []string
	clock *Clock
	calls chan *Call
	done  chan struct{}
	once  sync.Once
}

// Wait returns the next call that the trap holds. It returns the error of the context if the
// context is done, and [ErrTrapClosed] if the trap is closed.
func (t *Trap) Wait(ctx context.Context) (*Call, error) {
	select {
	case c := <-t.calls:
		return c, nil
	case <-t.done:
		return nil, ErrTrapClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// MustWait is like Wait, but panics if there is an error.
func (t *Trap) MustWait(ctx context.Context) *Call {
	c, err := t.Wait(ctx)
	if err != nil {
		panic("quartzclock: " + err.Error())
	}
	return c
}

// Close removes the trap. Calls for which nothing has waited continue. Close may be called again.
func (t *Trap) Close() {
	t.once.Do(func() {
		s := &t.clock.traps
		s.mu.Lock()
		defer s.mu.Unlock()
		s.all = slices.DeleteFunc(s.all, func(o *Trap) bool { return o == t })
		close(t.done)
	})
}

// Call is a call that a trap holds.
type Call struct {
	Time     time.Time     // when it was made
	Duration time.Duration // that it was given; 0: none
	Tags     []string

	once     sync.Once
	released chan struct{}
	complete chan struct{} // closed when the call returns
}

// Release lets the call continue, and waits until the call has returned or another trap holds it.
// If the context is done first, Release returns the error of the context. Release may be called
// again.
func (c *Call) Release(ctx context.Context) error {
	c.once.Do(func() { close(c.released) })
	select {
	case <-c.complete:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// MustRelease is like Release, but panics if there is an error.
func (c *Call) MustRelease(ctx context.Context) {
	if err := c.Release(ctx); err != nil {
		panic("quartzclock: " + err.Error())
	}
}

// trap holds up the caller at all traps for it, one after the other, and returns what it calls
// when it is through.
func (c *Clock) trap(f function, d time.Duration, tags []string) (complete func()) {
	c.traps.mu.Lock()
	var set []*Trap
	for _, t := range c.traps.all {
		if t.f == f && !slices.ContainsFunc(t.tags, func(tag string) bool { return !slices.Contains(tags, tag) }) {
			set = append(set, t)
		}
	}
	c.traps.mu.Unlock()
	var last *Call
	through := func() {
		if last != nil {
			close(last.complete)
			last = nil
		}
	}
	for _, t := range set {
		through()
		call := &Call{Time: c.Clock.Now(), Duration: d, Tags: tags, released: make(chan struct{}), complete: make(chan struct{})}
		select {
		case t.calls <- call:
			<-call.released
			last = call
		case <-t.done:
		}
	}
	return through
}

// NewTimer implements [quartz.Clock].
func (c *Clock) NewTimer(d time.Duration, tags ...string) *quartz.Timer {
	defer c.trap(newTimer, d, tags)()
	return c.Clock.NewTimer(d, tags...)
}

// AfterFunc implements [quartz.Clock].
func (c *Clock) AfterFunc(d time.Duration, f func(), tags ...string) *quartz.Timer {
	defer c.trap(afterFunc, d, tags)()
	return c.Clock.AfterFunc(d, f, tags...)
}

// NewTicker implements [quartz.Clock].
func (c *Clock) NewTicker(d time.Duration, tags ...string) *quartz.Ticker {
	defer c.trap(newTicker, d, tags)()
	return c.Clock.NewTicker(d, tags...)
}

// TickerFunc implements [quartz.Clock].
func (c *Clock) TickerFunc(ctx context.Context, d time.Duration, f func() error, tags ...string) quartz.Waiter {
	defer c.trap(tickerFunc, d, tags)()
	return c.Clock.TickerFunc(ctx, d, f, tags...)
}

// Now implements [quartz.Clock].
func (c *Clock) Now(tags ...string) time.Time {
	defer c.trap(now, 0, tags)()
	return c.Clock.Now(tags...)
}

// Since implements [quartz.Clock].
func (c *Clock) Since(t time.Time, tags ...string) time.Duration {
	defer c.trap(since, 0, tags)()
	return c.Clock.Since(t, tags...)
}

// Until implements [quartz.Clock].
func (c *Clock) Until(t time.Time, tags ...string) time.Duration {
	defer c.trap(until, 0, tags)()
	return c.Clock.Until(t, tags...)
}
