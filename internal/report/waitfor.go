package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// waitFor is an edge of the wait-for graph: a goroutine waits for an object, and who holds
// it. Holder is -1 when the recording names nobody.
type waitFor struct {
	G      int
	Object string
	Holder int
	At     trace.Frame // where the holder took it
	Read   bool
	Ended  bool // the holder has ended, and cannot give it back
	By     int  // the event of the operation by which the holder took it
}

// waitGraph finds who waits for whom among the goroutines that are left.
func (v *view) waitGraph() []waitFor {
	var edges []waitFor
	for _, g := range v.stuck() {
		for _, o := range g.Objects {
			hs := v.waits.Holders[o]
			if len(hs) == 0 {
				edges = append(edges, waitFor{G: g.ID, Object: o, Holder: -1})
			}
			for _, h := range hs {
				edges = append(edges, waitFor{g.ID, o, h.G, h.At, h.Read, v.waits.Ended[h.G], h.By})
			}
		}
	}
	return edges
}

// stuck are the goroutines that are left, but for the harness, which waits for the test.
func (v *view) stuck() []trace.Stuck {
	var left []trace.Stuck
	for _, g := range v.t.Goroutine {
		if g.ID != 0 || len(v.t.Goroutine) == 1 && v.t.Program == "" {
			left = append(left, g)
		}
	}
	return left
}

// cycles returns the cycles of a wait-for graph, each once, beginning with its lowest
// goroutine.
func cycles(edges []waitFor) [][]waitFor {
	out := make(map[int][]waitFor)
	var order []int
	for _, e := range edges {
		if e.Holder < 0 {
			continue
		}
		if out[e.G] == nil {
			order = append(order, e.G)
		}
		out[e.G] = append(out[e.G], e)
	}
	slices.Sort(order)
	var found [][]waitFor
	done := make(map[int]bool)
	for _, g := range order {
		if path := walk(out, done, g); path != nil {
			found = append(found, path)
		}
	}
	return found
}

// walk follows the edges from g until it meets a goroutine of its own path: a cycle, which
// it returns. What has been walked once is not walked again, so a graph of any size is
// done in one pass.
func walk(out map[int][]waitFor, done map[int]bool, start int) []waitFor {
	type frame struct{ g, next int }
	stack := []frame{{start, 0}}
	var path []waitFor
	on := map[int]int{start: 0} // goroutine on the path -> its index
	if done[start] {
		return nil
	}
	for len(stack) > 0 {
		f := &stack[len(stack)-1]
		if f.next == len(out[f.g]) {
			done[f.g] = true
			delete(on, f.g)
			stack = stack[:len(stack)-1]
			if len(path) > 0 {
				path = path[:len(path)-1]
			}
			continue
		}
		e := out[f.g][f.next]
		f.next++
		if i, ok := on[e.Holder]; ok {
			cycle := append(slices.Clone(path[i:]), e)
			for g := range on {
				done[g] = true
			}
			return lowestFirst(cycle)
		}
		if done[e.Holder] {
			continue
		}
		on[e.Holder] = len(stack)
		stack = append(stack, frame{e.Holder, 0})
		path = append(path, e)
	}
	return nil
}

func lowestFirst(cycle []waitFor) []waitFor {
	low := 0
	for i, e := range cycle {
		if e.G < cycle[low].G {
			low = i
		}
	}
	return append(slices.Clone(cycle[low:]), cycle[:low]...)
}

// inWords is a cycle as a sentence.
func (v *view) inWords(cycle []waitFor) string {
	for _, e := range cycle {
		v.mention(e.By)
		v.mention(v.lastWait(e.G))
	}
	if len(cycle) == 1 {
		return v.waitsForItself(cycle[0])
	}
	var parts []string
	for _, e := range cycle {
		held := ", held by "
		if isOnce(e.Object) {
			held = ", run by "
		} else if e.Read {
			held = ", held for reading by "
		}
		parts = append(parts, e.Object+held+name(e.Holder))
	}
	text := name(cycle[0].G) + " waits for " + strings.Join(parts, ", which waits for ")
	for _, e := range cycle {
		if writer, ok := v.writerBefore(e); ok {
			v.mention(v.lastWait(writer))
			return text + fmt.Sprintf("; %s is blocked in %s, which blocks new readers", name(writer), operation("rw.Lock", e.Object))
		}
	}
	return text
}

// waitsForItself says of a goroutine that it locks what it holds.
func (v *view) waitsForItself(e waitFor) string {
	locks, holds := "locks", ""
	if v.reason(e.G) == "sync.RWMutex.RLock" {
		locks = "read-locks"
	}
	if e.Read {
		holds = " for reading"
	}
	text := fmt.Sprintf("%s %s %s, which %s already holds%s", name(e.G), locks, e.Object, name(e.G), holds)
	if writer, ok := v.writerBefore(e); ok {
		v.mention(v.lastWait(writer))
		text += fmt.Sprintf("; in between, %s has called %s and is blocked, which blocks new readers", name(writer), operation("rw.Lock", e.Object))
	}
	return text
}

// reason is what a goroutine that is left waits for, in the runtime's words.
func (v *view) reason(g int) string {
	for _, s := range v.t.Goroutine {
		if s.ID == g {
			return s.Reason
		}
	}
	return ""
}

// writerBefore is the goroutine that is blocked in Lock of the RWMutex that is held for reading, and for
// whose sake a further reader is blocked.
func (v *view) writerBefore(e waitFor) (g int, ok bool) {
	if !e.Read || v.reason(e.G) != "sync.RWMutex.RLock" {
		return 0, false
	}
	for _, s := range v.t.Goroutine {
		if s.Reason == "sync.RWMutex.Lock" && slices.Contains(s.Objects, e.Object) {
			return s.ID, true
		}
	}
	return 0, false
}
