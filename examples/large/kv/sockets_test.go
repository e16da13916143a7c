//go:build !stress

// With the tag chaosrun and without chaosrun nothing that imports sched links: the stress test of
// doc.go does without.

package kv

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/inject"
	"github.com/chaosrun/chaosrun/sched"
)

// sockets is three nodes that talk in datagrams. Each is a part of the test, so that plans can cut
// it off.
type sockets struct {
	nodes   []*Node
	conns   []net.PacketConn
	timeout time.Duration
	serving sync.WaitGroup
}

func part(node int) string { return fmt.Sprintf("node%d", node) }

func listen(t *testing.T, newNode newNode) *sockets {
	s := &sockets{timeout: lease / 2}
	for i := range 3 {
		node := newNode(i, 3, s, lease)
		s.nodes = append(s.nodes, node)
		inject.InPart(part(i), func() {
			conn, err := net.ListenPacket("udp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			s.conns = append(s.conns, conn)
			s.serving.Go(func() { s.serve(node, conn) })
		})
	}
	return s
}

func (s *sockets) close() {
	for _, n := range s.nodes {
		n.Close()
	}
	for _, c := range s.conns {
		c.Close()
	}
	s.serving.Wait()
}

func (s *sockets) serve(n *Node, conn net.PacketConn) {
	buf := make([]byte, 1<<10)
	for {
		k, from, err := conn.ReadFrom(buf)
		if err != nil {
			return
		}
		var req Request
		if json.Unmarshal(buf[:k], &req) != nil {
			continue
		}
		s.serving.Go(func() {
			if answer, err := json.Marshal(n.Handle(req)); err == nil {
				_, _ = conn.WriteTo(answer, from) // it may be lost on the way, too
			}
		})
	}
}

// Call implements Transport.
func (s *sockets) Call(ctx context.Context, from, to int, req Request) (r Response, err error) {
	text, err := json.Marshal(req)
	if err != nil {
		return r, err
	}
	inject.InPart(part(from), func() {
		var conn net.Conn
		if conn, err = net.Dial("udp", s.conns[to].LocalAddr().String()); err != nil {
			return
		}
		defer conn.Close()
		_ = conn.SetDeadline(time.Now().Add(s.timeout))
		if _, err = conn.Write(text); err != nil {
			return
		}
		buf := make([]byte, 1<<10)
		var k int
		if k, err = conn.Read(buf); err == nil {
			err = json.Unmarshal(buf[:k], &r)
		}
	})
	return r, err
}

// partitioned is linearizable on a network whose links break when chaosrun says, all three of
// them if it likes.
func partitioned(t *testing.T, newNode newNode) {
	sched.Test(t, func(t *testing.T) {
		s := listen(t, newNode)
		defer s.close()
		var h history
		var clients sync.WaitGroup
		for client, node := range []int{0, 2} {
			clients.Go(func() { h.use(t.Context(), client, s.nodes[node], 24) })
		}
		clients.Wait()
		h.check(t)
	}, sched.Schedules(3000), sched.Faults(cut(0, 1), cut(0, 2), cut(1, 2)))
}

func cut(a, b int) inject.Plan {
	return inject.Plan{Point: inject.Net, From: part(a), To: part(b), Do: inject.Partition(lease/2, 2*lease), Max: 3, Percent: 2}
}

func TestPartitioned(t *testing.T) { partitioned(t, New) }
