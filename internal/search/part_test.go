package search

import (
	"testing"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// splitUp makes the runs of each job that come before the split, as if each had two options after its floor and nothing to explore there.
func splitUp(s *Search) {
	for s.Mark() == 0 {
		job, state, most := s.Next()
		p := engine.ParsePath(Words(state))
		p.Nodes = append(p.Nodes, engine.Node{Options: 3, Back: 3}, engine.Node{Options: 1, Back: 1})
		s.Return(job, Text(p.Words()), most)
	}
}

// The parts share the subtrees, and begin with the same runs.
func TestPartsShareSubtrees(t *testing.T) {
	jobs, whole := 0, 0.0
	var mark uint64
	for number := 1; number <= 3; number++ {
		s := NewPart(Part{number, 3}, 2)
		splitUp(s)
		if mark != 0 && s.Mark() != mark {
			t.Errorf("part %d was split in another way", number)
		}
		mark = s.Mark()
		jobs += len(s.tree.waiting) + len(s.tree.out)
		whole += s.tree.whole
		if share, exact := s.Explored(); share != 0 || !exact {
			t.Errorf("part %d begins with %v explored, exact %v", number, share, exact)
		}
	}
	if jobs < 3*subtreesPerPart || jobs > 3*subtreesPerPart+1 || whole < 0.99 || whole > 1.01 {
		t.Errorf("%d jobs that are %v of the search", jobs, whole)
	}
}

// A part whose search begins anew is one of another split.
func TestPartBeginsAnew(t *testing.T) {
	s := NewPart(Part{1, 2}, 2)
	splitUp(s)
	mark := s.Mark()
	job, state, _ := s.Next()
	p := engine.ParsePath(Words(state))
	p.Anew, p.Shown.Groups = true, true
	s.Return(job, Text(p.Words()), 1)
	if s.Mark() != 0 {
		t.Error("its jobs are still those of the old split")
	}
	for s.Ready() && s.jobs[s.ready[0]].age == 0 { // what was handed out before is of no use
		job, state, _ := s.Next()
		s.Return(job, state, 1)
	}
	splitUp(s)
	if s.Mark() == mark {
		t.Error("it was split as before")
	}
}

// What a journal says of jobs that there are not is nothing that a whole search can rest on.
func TestUnknownJob(t *testing.T) {
	s := NewSearch()
	s.Return(7, "", 1)
	if _, exact := s.Explored(); exact {
		t.Error("nothing is missing")
	}
}
