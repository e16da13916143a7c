package sweep

import (
	"context"
	"time"
)

// Do is what makes an outcome of a share.
type Do func(context.Context, Share) (*Outcome, error)

// Run makes the shares of a campaign, several at once, until nothing is left, its time is up, or
// ctx is done. Each outcome is in the journal before anything follows from it. told, which may
// be nil, is called after each.
func (c *Campaign) Run(ctx context.Context, do Do, j *Journal, told func()) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type done struct {
		share Share
		out   *Outcome
		err   error
	}
	results := make(chan done)
	before, start := c.used, time.Now()
	var failed error
	for busy := 0; ; {
		for busy < c.width() && ctx.Err() == nil && !c.Spent() {
			s := c.Next()
			if s == nil {
				break
			}
			busy++
			go func() {
				out, err := do(ctx, *s)
				results <- done{*s, out, err}
			}()
		}
		if busy == 0 {
			return failed
		}
		var d done
		select {
		case <-c.wider:
			continue
		case d = <-results:
		}
		busy--
		c.Returned(d.share)
		c.Tick(before + time.Since(start))
		if d.err == nil && failed == nil {
			c.Done(d.share, d.out, c.used)
			d.err = j.Append(entry(d.share, d.out, c.used))
		} else {
			c.GiveBack(d.share)
		}
		if d.err != nil && ctx.Err() == nil {
			failed = d.err
			cancel()
		}
		if told != nil {
			told()
		}
	}
}

// entry is what the journal keeps of a share: what only its execution needs is left out.
func entry(s Share, out *Outcome, used time.Duration) Entry {
	s.Known, s.State = nil, ""
	return Entry{Share: &s, Outcome: out, Used: used.Seconds()}
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
