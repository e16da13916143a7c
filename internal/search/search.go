package search

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// SharesOut is how many jobs of a search may be under way. It does not depend on the number of processes, so neither
// does what is explored, nor in which order.
const SharesOut = 8

// divideAfter is after how many runs a search is divided: most are over by then, and what a process costs is
// what many runs cost.
const divideAfter = 250

// Search hands out the jobs of a tree by number. Which job has which number follows from what was returned, in that
// order, and not from who asks when: a journal of what was returned is enough to resume a search. It is not safe for
// concurrent use.
type Search struct {
	tree  *Tree
	jobs  map[int]*Job
	ready []int // those that nobody explores now, first in first out
	next  int
	split *split // nil: this is the whole search
	mark  uint64 // tells how it was split
	runs  uint64 // that were made
}

// NewSearch returns a search that has not begun.
func NewSearch() *Search {
	s := &Search{tree: New(), jobs: make(map[int]*Job)}
	s.refill()
	return s
}

func (s *Search) refill() {
	if s.splitting() {
		s.divide()
	}
	most := SharesOut
	if s.split == nil && s.runs < divideAfter {
		most = 1
	}
	for !s.splitting() && len(s.jobs) < most {
		j := s.tree.Next(most)
		if j == nil {
			return
		}
		s.hand(j)
	}
}

// hand gives a job of the tree a number.
func (s *Search) hand(j *Job) {
	s.jobs[s.next] = j
	s.ready = append(s.ready, s.next)
	s.next++
}

// Ready reports whether there is a job that nobody explores now.
func (s *Search) Ready() bool { return len(s.ready) > 0 }

// Over reports whether nothing is left to explore, or nothing that can be.
func (s *Search) Over() bool { return len(s.jobs) == 0 }

// Next hands out a job, and says where its exploration goes on, as a worker reads it, and for how many runs it is.
// There must be one.
func (s *Search) Next() (job int, state string, most uint64) {
	job = s.ready[0]
	s.ready = s.ready[1:]
	j := s.jobs[job]
	state, most = Text(j.State()), math.MaxUint64
	if s.splitting() && j.age == s.tree.age {
		state, most = cmp.Or(s.split.stands[j], state), s.split.runs-s.split.made[j]
	}
	return job, state, most
}

// GiveBack says that nothing of a job was explored.
func (s *Search) GiveBack(job int) {
	if s.jobs[job] != nil && !slices.Contains(s.ready, job) {
		s.ready = slices.Insert(s.ready, 0, job)
	}
}

// Return takes in where a job stands after so many runs, as a worker writes it. The job need not have been handed out: others may have explored
// it, as a journal says.
func (s *Search) Return(job int, state string, runs uint64) {
	if j := s.take(job); j != nil {
		s.runs += runs
		if s.splitting() && s.split.goesOn(j, state, runs) {
			s.hand(j)
			return
		}
		age := s.tree.age
		s.tree.Return(j, Words(state))
		if s.split != nil && s.tree.age != age {
			s.begin()
		}
		s.refill()
	}
}

// Lose says that a job cannot be explored.
func (s *Search) Lose(job int) {
	if j := s.take(job); j != nil {
		s.tree.Lose(j)
		s.refill()
	}
}

func (s *Search) take(job int) *Job {
	j := s.jobs[job]
	if j == nil {
		s.tree.lost = true // what a damaged journal says
		return nil
	}
	delete(s.jobs, job)
	s.ready = slices.DeleteFunc(s.ready, func(r int) bool { return r == job })
	return j
}

// Explored is the share of all schedules that is explored, a guess, and whether none had to be left out.
func (s *Search) Explored() (share float64, exact bool) { return s.tree.Explored() }

// Text is the state of a job as a worker writes it.
func Text(state []uint32) string {
	var b strings.Builder
	for _, w := range state {
		b.WriteString(strconv.FormatUint(uint64(w), 10) + " ")
	}
	return b.String()
}

// Words is the state of a job from a text, or nil if that is none.
func Words(text string) []uint32 {
	var state []uint32
	for f := range strings.FieldsSeq(text) {
		w, err := strconv.ParseUint(f, 10, 32)
		if err != nil {
			return nil
		}
		state = append(state, uint32(w))
	}
	return state
}
