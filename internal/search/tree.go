// Package search divides an exhaustive search among processes. Each explores a subtree of the
// schedules, for some runs, and says where it stands; what it finds out about the states above its
// subtree becomes work for others.
//
// A [Tree] is a function of what is returned to it, and of the order. So a search whose shares are
// bounded in runs, and returned in the order in which they were handed out, explores the same in the
// same order on any number of processors.
//
// Source sets and sleep sets stay what they are in one process (see [engine.DPOR]): a subtree sleeps
// on those that were begun before it at the same state, whether or not they are explored by now.
package search

import (
	"math/bits"
	"slices"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// Tree is a search by dpor. It is not safe for concurrent use.
type Tree struct {
	waiting []*Job // not handed out, first in first out
	out     []*Job // handed out
	states  []*state
	shown   engine.Shown
	age     int // how often the search has begun anew
	cut     bool
	lost    bool
	gone    float64 // the share of all schedules that is lost
	part    bool    // what is not here is explored elsewhere
	whole   float64 // the share of all schedules that is to be explored here

	classes, redundant uint64
}

// Job is a subtree that is not explored yet.
type Job struct {
	above []*branch // from the first choice on; its subtree is below the last one
	path  engine.Path
	age   int
}

// state is a state at or below which several subtrees begin: what is above the floor of a path.
type state struct {
	engine.Node
	above    []*branch
	branches []*branch // that were begun
}

// branch is a step from a state, or a value.
type branch struct {
	from  *state
	slot  int32
	k     uint32
	done  uint64         // slots whose branches were begun before
	did   engine.Effects // of those
	eff   engine.Effects // of the step
	known bool           // a run has made the step
	value bool           // what the step does depends on a value, so that not all runs need have shown all
}

// New returns a search that has not begun.
func New() *Tree {
	return &Tree{waiting: []*Job{{}}, whole: 1}
}

// Next hands out a subtree, or returns nil if there is none now. most is how many may be out at the
// same time: as long as there are fewer, subtrees are divided.
func (t *Tree) Next(most int) *Job {
	if len(t.waiting) == 0 {
		if j := t.begin(); j != nil {
			t.waiting = append(t.waiting, j)
		}
	} else if len(t.waiting)+len(t.out) < most && !t.left() {
		t.divide(t.waiting[len(t.waiting)-1])
	}
	if len(t.waiting) == 0 {
		return nil
	}
	j := t.waiting[0]
	t.waiting = t.waiting[1:]
	t.out = append(t.out, j)
	return j
}

// left reports whether there are branches to begin.
func (t *Tree) left() bool {
	return slices.ContainsFunc(t.states, func(s *state) bool { return s.Left() != 0 })
}

// State is where the search of a job goes on, for [engine.DPOR.Load].
func (j *Job) State() []uint32 {
	for i, b := range j.above {
		j.path.Nodes[i].Back = b.from.Back
	}
	return j.path.Words()
}

// Return takes in where a job stands after some runs.
func (t *Tree) Return(j *Job, state []uint32) {
	t.out = slices.DeleteFunc(t.out, func(o *Job) bool { return o == j })
	if j.age != t.age {
		return // what it explored is explored again
	}
	p := engine.ParsePath(state)
	if p.Anew {
		*t = Tree{shown: p.Shown, age: t.age + 1, out: t.out, cut: t.cut, lost: t.lost, part: t.part, whole: 1}
		t.waiting = []*Job{{path: engine.Path{Shown: t.shown}, age: t.age}}
		return
	}
	if p.Shown != t.shown { // a search that is not divided has begun anew by itself
		t.shown, t.classes, t.redundant = p.Shown, 0, 0
	}
	if !j.began(p) { // a state of another search, as of another version's journal
		t.lose(j)
		return
	}
	t.cut = t.cut || p.Cut
	t.classes += uint64(p.Classes)
	t.redundant += uint64(p.Redundant)
	p.Classes, p.Redundant = 0, 0
	for i, b := range j.above {
		b.from.Back |= p.Nodes[i].Back
		b.eff |= p.Nodes[i].Eff
		b.known = true
		if i+1 < len(p.Nodes) && p.Nodes[i+1].Options == 0 {
			b.value = true
		}
	}
	if !p.Ended {
		j.path = p
		t.waiting = append(t.waiting, j)
	}
	t.forget()
}

// Lose says that a job that was handed out cannot be explored.
func (t *Tree) Lose(j *Job) {
	t.out = slices.DeleteFunc(t.out, func(o *Job) bool { return o == j })
	t.lose(j)
}

// lose notes that nobody explores what is left of a job. What its steps touch is not known then: the branches beside
// them are explored as if that were all.
func (t *Tree) lose(j *Job) {
	t.lost = true
	if j.age == t.age {
		t.gone += weight(j.above) * (1 - j.path.Explored())
		for _, b := range j.above {
			if !b.known {
				b.known, b.eff = true, engine.AllEffects
			}
		}
	}
	t.forget()
}

// began reports whether a path is one of the job's subtree.
func (j *Job) began(p engine.Path) bool {
	if p.Floor != len(j.above) || len(p.Nodes) < p.Floor {
		return false
	}
	for i, b := range j.above {
		if n := p.Nodes[i]; n.Options != b.from.Options || n.Chosen != b.slot || n.K != b.k {
			return false
		}
	}
	return true
}

// jobs are all that are not over.
func (t *Tree) jobs() []*Job { return slices.Concat(t.waiting, t.out) }

// Over reports whether nothing is left to explore.
func (t *Tree) Over() bool {
	return len(t.waiting)+len(t.out) == 0 && !t.left()
}

// Classes is how many runs were a class of their own, and how many were not, as far as was returned.
func (t *Tree) Classes() (classes, redundant uint64) { return t.classes, t.redundant }

// Explored is the share of all schedules that is explored, a guess, and whether none had to be left
// out.
func (t *Tree) Explored() (share float64, exact bool) {
	exact = !t.cut && !t.lost
	if t.Over() && !t.lost {
		return 1, exact
	}
	rest := t.gone
	for _, j := range t.jobs() {
		if j.age == t.age {
			rest += weight(j.above) * (1 - j.path.Explored())
		}
	}
	for _, s := range t.states {
		if s.Left() == 0 { // as of a value: what is left of it is a job
			continue
		}
		rest += weight(s.above) * float64(bits.OnesCount64(s.Left())) / float64(s.branchesKnown())
	}
	return min(max(1-rest/t.whole, 0), engine.AlmostAll), exact
}

func weight(above []*branch) float64 {
	part := 1.0
	for _, b := range above {
		if b.from.Options == 0 {
			part /= float64(b.from.N)
		} else {
			part /= float64(b.from.branchesKnown())
		}
	}
	return part
}

func (s *state) branchesKnown() int { return bits.OnesCount64(s.Back | s.Done) }

// begin begins a branch that is to be explored, if there is one whose siblings have shown what
// their steps do.
func (t *Tree) begin() *Job {
	for _, s := range t.states {
		left := s.Left()
		if left == 0 || !t.known(s) {
			continue
		}
		b := &branch{from: s, slot: int32(bits.TrailingZeros64(left)), done: s.Done, did: s.Did}
		for _, o := range s.branches {
			b.did |= o.eff
			if t.part && (o.value || !o.known) {
				b.did = engine.AllEffects // others know what its step, or other values, would show
			}
		}
		s.Done |= 1 << uint(b.slot)
		s.branches = append(s.branches, b)
		j := &Job{above: append(slices.Clone(s.above), b), age: t.age}
		j.path = engine.Path{Shown: t.shown, Floor: len(j.above), Nodes: nodes(j.above)}
		return j
	}
	return nil
}

// known reports whether what the steps of the begun branches touch is known.
func (t *Tree) known(s *state) bool {
	for _, b := range s.branches {
		if t.part && (b.known || !t.open(b)) {
			continue // nobody here finds out more: see begin
		}
		if !b.known || b.value && t.open(b) {
			return false
		}
	}
	return true
}

// open reports whether something is left to explore below a branch.
func (t *Tree) open(b *branch) bool {
	for _, j := range t.jobs() {
		if slices.Contains(j.above, b) {
			return true
		}
	}
	return slices.ContainsFunc(t.states, func(s *state) bool { return s.Left() != 0 && slices.Contains(s.above, b) })
}

// nodes are the nodes of a path above its floor.
func nodes(above []*branch) []engine.Node {
	var ns []engine.Node
	for _, b := range above {
		n := b.from.Node
		n.Chosen, n.K, n.Done, n.Did, n.Eff = b.slot, b.k, b.done, b.did, b.eff
		ns = append(ns, n)
	}
	return ns
}

// divide makes what is left at the first state of a job's path that has something left the work of
// others. The job goes on below what it has chosen there.
func (t *Tree) divide(j *Job) {
	p := &j.path
	at := slices.IndexFunc(p.Nodes[p.Floor:], func(n engine.Node) bool {
		_, more := n.NextValue()
		return more || n.Left() != 0
	})
	if at < 0 {
		return
	}
	for i := p.Floor; i <= p.Floor+at; i++ {
		n := p.Nodes[i]
		s := &state{Node: n, above: slices.Clone(j.above)}
		b := &branch{from: s, slot: n.Chosen, k: n.K, done: n.Done, did: n.Did, eff: n.Eff, known: i < len(p.Nodes)-1}
		b.value = i+1 < len(p.Nodes) && p.Nodes[i+1].Options == 0
		if k, more := n.NextValue(); more {
			rest := &Job{above: slices.Clone(j.above), age: t.age}
			rest.path = engine.Path{Shown: p.Shown, Floor: i, Nodes: append(nodes(j.above), engine.Node{K: k, N: n.N, Sleep: n.Sleep})}
			t.waiting = append(t.waiting, rest)
		}
		if n.Options != 0 {
			s.Done |= 1 << uint(n.Chosen)
		}
		s.branches = []*branch{b}
		t.states = append(t.states, s)
		j.above = append(j.above, b)
	}
	p.Floor += at + 1
}

// forget drops states below which nothing is left: nobody will find out more about them.
func (t *Tree) forget() {
	live := make(map[*state]bool)
	mark := func(above []*branch) {
		for _, b := range above {
			live[b.from] = true
		}
	}
	for _, j := range t.jobs() {
		mark(j.above)
	}
	for _, s := range t.states {
		if s.Left() != 0 {
			live[s] = true
			mark(s.above)
		}
	}
	t.states = slices.DeleteFunc(t.states, func(s *state) bool { return !live[s] })
}
