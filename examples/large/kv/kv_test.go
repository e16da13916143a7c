package kv

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

const lease = 2 * time.Millisecond

type newNode func(id, n int, net Transport, lease time.Duration) *Node

func cluster(newNode newNode) *network {
	w := &network{timeout: lease / 2}
	for i := range 3 {
		w.nodes = append(w.nodes, newNode(i, 3, w, lease))
	}
	return w
}

type input struct {
	put   bool
	value string
}

// register is what one key should look like.
var register = porcupine.Model{
	Init: func() any { return "" },
	Step: func(state, in, out any) (bool, any) {
		if i := in.(input); i.put {
			return true, i.value
		}
		return out == state, state
	},
}

// A history is what the clients have seen. Its clock counts, so that calls that follow
// each other are in order though no time has passed.
type history struct {
	clock atomic.Int64
	mu    sync.Mutex
	ops   []porcupine.Operation
}

func (h *history) add(client int, in input, call int64, out string, end int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ops = append(h.ops, porcupine.Operation{ClientId: client, Input: in, Call: call, Output: out, Return: end})
}

// do asks one node, and notes what may have had an effect or was seen.
func (h *history) do(ctx context.Context, client int, n *Node, in input) (ok bool) {
	call := h.clock.Add(1)
	if !in.put {
		v, err := n.Get(ctx, "x")
		if err == nil {
			h.add(client, in, call, v, h.clock.Add(1))
		}
		return err == nil
	}
	err := n.Put(ctx, "x", in.value)
	switch {
	case err == nil:
		h.add(client, in, call, "", h.clock.Add(1))
	case !errors.Is(err, ErrNotLeader): // some time from now, or never
		h.add(client, in, call, "", math.MaxInt64)
	}
	return err == nil
}

// use is a client: it writes and reads one key so many times.
func (h *history) use(ctx context.Context, client int, n *Node, times int) {
	for i := range times {
		time.Sleep(time.Duration(rand.IntN(2)) * lease)
		in := input{put: rand.IntN(2) == 0, value: fmt.Sprintf("c%d.%d", client, i)}
		// Nobody but the node near by is asked, and it may have to wait for a lease to end.
		for range 3 {
			if h.do(ctx, client, n, in) {
				break
			}
			time.Sleep(lease)
		}
	}
}

func (h *history) check(t *testing.T) {
	t.Helper()
	if !porcupine.CheckOperations(register, h.ops) {
		t.Errorf("no order of these calls explains what was seen: %v", h.ops)
	}
}

// linearizable has two clients at the two ends of the cluster, who write and read one
// key, while a link fails now and then.
func linearizable(t *testing.T, newNode newNode) {
	w := cluster(newNode)
	defer w.close()
	var h history
	var clients sync.WaitGroup
	for client, node := range []int{0, 2} {
		clients.Go(func() { h.use(t.Context(), client, w.nodes[node], 6) })
	}
	clients.Go(func() {
		for range 4 {
			w.setCut(rand.IntN(3), rand.IntN(3))
			time.Sleep(lease)
		}
		w.setCut(0, 0)
	})
	clients.Wait()
	h.check(t)
}

func TestLinearizable(t *testing.T) { linearizable(t, New) }

// A second node gets what the first has stored, when the lease is over and not before.
//
//chaosrun:clock idle
func TestTakeOver(t *testing.T) {
	w := cluster(New)
	defer w.close()
	if err := w.nodes[0].Put(t.Context(), "x", "1"); err != nil {
		t.Fatal(err)
	}
	time.Sleep(lease + time.Millisecond) // who answers last has promised a little later
	if v, err := w.nodes[2].Get(t.Context(), "x"); v != "1" || err != nil {
		t.Errorf("read %q, %v", v, err)
	}
}

// Without the others there is no leader.
func TestMinority(t *testing.T) {
	w := cluster(New)
	defer w.close()
	w.setCut(0, 1)
	w.nodes[2].term = 1 // it has promised more than node 0 can ask for
	if err := w.nodes[0].Put(t.Context(), "x", "1"); !errors.Is(err, ErrNotLeader) {
		t.Errorf("Put: %v", err)
	}
}
