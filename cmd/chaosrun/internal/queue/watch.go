package queue

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// lostAfter is how often in a row the queue must be seen empty, while outcomes are waited for,
// until the shares are taken to be lost.
const lostAfter = 5

// watch forgets workers that have not been heard of for long, puts shares on the queue again that
// a crash of the server's machine has lost, and ends the campaign if the server does not know it
// any more.
func (p *Parent) watch() {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	up, empty := time.Now(), 0
	for {
		select {
		case <-p.ctx.Done():
			return
		case <-tick.C:
		}
		if !p.nc.IsConnected() {
			up, empty = time.Now(), 0 // nobody can be heard of
			continue
		}
		p.workers.prune(up)
		ctx, cancel := context.WithTimeout(p.ctx, requestFor)
		s, err := p.js.Stream(ctx, p.id.stream())
		cancel()
		switch {
		case p.ctx.Err() != nil:
			return
		case errors.Is(err, jetstream.ErrStreamNotFound):
			p.stop(errors.New("the NATS server does not know the campaign any more: has its storage been emptied? Go on with -resume"))
			return
		case err != nil || s.CachedInfo().State.Msgs > 0:
			empty = 0 // a share is there until it is done, and its outcome before that
		default:
			empty++
		}
		if empty >= lostAfter {
			empty = 0
			p.sendAgain()
		}
	}
}

// sendAgain puts the shares whose outcomes are waited for on the queue again.
func (p *Parent) sendAgain() {
	p.mu.Lock()
	var lost []task
	for _, w := range p.wait {
		lost = append(lost, w.task)
	}
	p.mu.Unlock()
	if len(lost) == 0 {
		return
	}
	p.log("the NATS server has lost shares (%d): they are put there again", len(lost))
	for _, t := range lost {
		if err := p.send(p.ctx, p.id.shares(), fmt.Sprintf("%s-%s", t.ID, newID()), t); err != nil {
			p.log("cannot put a share on the queue again: %v", err)
		}
	}
}
