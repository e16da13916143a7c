package engine

import (
	"fmt"
	"testing"
)

// Of n faults each happens in a run of its own, in order, and then the search ends; another
// process goes on where one has stopped. Choices that are no faults are left alone.
func TestEachFault(t *testing.T) {
	for n := range 5 {
		var got []string
		s := new(EachFault)
		for s.More() {
			e := new(Engine)
			e.Setup(NewMemory(8, 64))
			e.Begin(s, 1, 0, nil)
			run := ""
			for range n {
				run += fmt.Sprint(e.Draw(3))
				e.Faulting = true
				run += fmt.Sprint(e.Draw(2))
				e.Faulting = false
			}
			got = append(got, run)
			next := new(EachFault)
			next.Load(s.Save())
			s = next
		}
		if len(got) != n+1 {
			t.Fatalf("%d faults took %d runs: %q", n, len(got), got)
		}
		for i, run := range got {
			want := ""
			for j := range n {
				if j == i {
					want += "01"
				} else {
					want += "00"
				}
			}
			if run != want {
				t.Errorf("run %d of %d draws %q, want %q", i, n, run, want)
			}
		}
	}
}
