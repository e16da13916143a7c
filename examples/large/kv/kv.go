package kv

import (
	"context"
	"errors"
	"maps"
	"sync"
	"time"
)

var (
	// ErrNotLeader is the error of a request to a node that may not lead now. The request
	// has had no effect.
	ErrNotLeader = errors.New("kv: not the leader")
	// ErrUnknown is the error of a Put that may or may not have taken place.
	ErrUnknown = errors.New("kv: no majority, outcome unknown")
)

// Version orders states: by the leader's term, then by the leader's count.
type Version struct{ Term, Seq int }

func (v Version) less(w Version) bool {
	return v.Term < w.Term || v.Term == w.Term && v.Seq < w.Seq
}

// State is all that is stored. Its map is never changed, only replaced.
type State struct {
	Version Version
	Data    map[string]string
}

// Request is what a leader, or who wants to be it, asks of a node.
type Request struct {
	Vote  bool // otherwise: store State
	Term  int
	From  int
	State State
}

// Response is the node's answer.
type Response struct {
	OK    bool
	Term  int   // the latest that the node knows
	State State // to a vote
}

// Transport carries requests to other nodes. An error means that nothing is known.
type Transport interface {
	Call(ctx context.Context, from, to int, req Request) (Response, error)
}

// Node is one of a few replicas.
type Node struct {
	id    int
	peers []int
	net   Transport
	lease time.Duration
	store func(Request) Response // what Handle does with a state

	busy  sync.Mutex     // one replication at a time
	calls sync.WaitGroup // under way to others, some longer than who waits for them

	mu     sync.Mutex
	term   int
	holder int       // the leader that was promised something
	until  time.Time // to whom, until then, nobody else is preferred
	state  State

	leading bool
	valid   time.Time // the leader may read its own state until then
}

// New makes node id of n.
func New(id, n int, net Transport, lease time.Duration) *Node {
	node := &Node{id: id, holder: -1, net: net, lease: lease}
	node.store = node.storeAtOnce
	for i := range n {
		if i != id {
			node.peers = append(node.peers, i)
		}
	}
	return node
}

// Close waits until nothing of n is under way. No Get or Put may be, or come later.
func (n *Node) Close() { n.calls.Wait() }

// Get returns the value of a key.
func (n *Node) Get(ctx context.Context, key string) (string, error) {
	if v, ok := n.local(key); ok {
		return v, nil
	}
	n.busy.Lock()
	defer n.busy.Unlock()
	if err := n.lead(ctx); err != nil {
		return "", err
	}
	v, ok := n.local(key)
	if !ok { // the lease is over before it was used
		return "", ErrNotLeader
	}
	return v, nil
}

// local reads without asking anybody, while the lease lasts. The clock is read last: what
// was read was right then.
func (n *Node) local(key string) (v string, ok bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	v = n.state.Data[key]
	return v, n.leading && time.Now().Before(n.valid)
}

// Put sets the value of a key.
func (n *Node) Put(ctx context.Context, key, value string) error {
	n.busy.Lock()
	defer n.busy.Unlock()
	n.mu.Lock()
	leading := n.leading
	n.mu.Unlock()
	if !leading { // a lease that is over is renewed by the Put itself
		if err := n.lead(ctx); err != nil {
			return err
		}
	}
	n.mu.Lock()
	if !n.leading {
		n.mu.Unlock()
		return ErrNotLeader
	}
	term, next := n.term, n.state
	n.mu.Unlock()
	next.Data = maps.Clone(next.Data)
	next.Data[key] = value
	next.Version.Seq++
	if !n.replicate(ctx, term, next) {
		return ErrUnknown
	}
	return nil
}

// lead makes n the leader with a valid lease, if the others agree.
func (n *Node) lead(ctx context.Context) error {
	n.mu.Lock()
	if n.leading {
		term, state := n.term, n.state
		n.mu.Unlock()
		if !n.replicate(ctx, term, state) {
			return ErrNotLeader
		}
		return nil
	}
	start := time.Now()
	if n.holder != n.id && start.Before(n.until) {
		n.mu.Unlock()
		return ErrNotLeader // promised to another
	}
	n.term++
	n.holder, n.until = n.id, start.Add(n.lease)
	term, best := n.term, n.state
	n.mu.Unlock()

	votes := n.ask(ctx, Request{Vote: true, Term: term, From: n.id})
	if len(votes) == 0 {
		return ErrNotLeader
	}
	for _, v := range votes {
		if best.Version.less(v.State.Version) {
			best = v.State
		}
	}
	// What is best may not have had a majority yet. It has one before it is shown.
	next := State{Version{term, 1}, maps.Clone(best.Data)}
	if next.Data == nil {
		next.Data = make(map[string]string)
	}
	if !n.replicate(ctx, term, next) {
		return ErrNotLeader
	}
	return nil
}

// replicate stores a state on a majority, n being one of it, and renews the lease. If it
// fails n leads no more: others may have the state, and the next of this leader must not
// have the same version.
func (n *Node) replicate(ctx context.Context, term int, s State) bool {
	start := time.Now() // before any promise is made that the lease relies on
	stored := n.ask(ctx, Request{Term: term, From: n.id, State: s})
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.term != term || len(stored) == 0 {
		n.leading = false
		return false
	}
	n.state = s
	n.leading, n.valid = true, start.Add(n.lease)
	n.holder, n.until = n.id, n.valid
	return true
}

// ask sends a request to all peers and returns the consents. One is enough for three
// nodes: with n itself they are a majority.
func (n *Node) ask(ctx context.Context, req Request) (consents []Response) {
	answers := make(chan *Response, len(n.peers))
	for _, p := range n.peers {
		n.calls.Go(func() {
			r, err := n.net.Call(ctx, n.id, p, req)
			if err != nil || !r.OK {
				answers <- nil
				return
			}
			answers <- &r
		})
	}
	for range n.peers {
		if r := <-answers; r != nil {
			return append(consents, *r)
		}
	}
	return nil
}

// Handle answers another node.
func (n *Node) Handle(req Request) Response {
	if !req.Vote {
		return n.store(req)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if req.Term <= n.term || n.holder != req.From && time.Now().Before(n.until) {
		return Response{Term: n.term}
	}
	n.promise(req)
	n.leading = false
	return Response{OK: true, Term: n.term, State: n.state}
}

// storeAtOnce looks at the term and stores in one step: a vote is before both or after.
func (n *Node) storeAtOnce(req Request) Response {
	n.mu.Lock()
	defer n.mu.Unlock()
	if req.Term < n.term {
		return Response{Term: n.term}
	}
	n.promise(req)
	if n.state.Version.less(req.State.Version) {
		n.state = req.State
	}
	return Response{OK: true, Term: n.term}
}

// promise needs the lock.
func (n *Node) promise(req Request) {
	if req.From != n.id && req.Term > n.term {
		n.leading = false
	}
	n.term = req.Term
	n.holder, n.until = req.From, time.Now().Add(n.lease)
}
