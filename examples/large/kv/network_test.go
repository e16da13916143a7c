package kv

import (
	"context"
	"errors"
	"sync"
	"time"
)

var errLost = errors.New("lost")

// network is three nodes in one process. A link can be cut; then requests and answers
// are lost on it, which the sender learns by waiting.
type network struct {
	nodes   []*Node
	timeout time.Duration

	mu  sync.Mutex
	cut [2]int // no link if both are the same
}

func (w *network) Call(ctx context.Context, from, to int, req Request) (Response, error) {
	if w.isCut(from, to) {
		return w.lose(ctx)
	}
	r := w.nodes[to].Handle(req)
	if w.isCut(from, to) {
		return w.lose(ctx)
	}
	return r, nil
}

func (w *network) close() {
	for _, n := range w.nodes {
		n.Close()
	}
}

func (w *network) lose(ctx context.Context) (Response, error) {
	select {
	case <-time.After(w.timeout):
	case <-ctx.Done():
	}
	return Response{}, errLost
}

func (w *network) isCut(a, b int) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.cut == [2]int{a, b} || w.cut == [2]int{b, a}
}

func (w *network) setCut(a, b int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = [2]int{a, b}
}
