package runner

import (
	"reflect"
	"slices"
	"testing"

	"github.com/chaosrun/chaosrun/internal/engine"
)

func TestParseMutant(t *testing.T) {
	want := &Mutant{Index: 3, Mutation: engine.MutDelay, Draw: 7, Steps: 90,
		Guide: engine.Guide{
			Turns:  []engine.Turn{{G: 1, N: 4}, {G: 2, N: 1}},
			Values: []engine.Drawn{{G: 1, K: 2, N: 10}},
		},
		Features: []uint32{35, 36},
	}
	got, err := parseMutant("3 2 7 90 1.4,2.1,;1.2.10, z,10,")
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
	if got, err = parseMutant("-1 0 1 1 ; "); err != nil || got.Index != OwnRun || got.Guide.Turns != nil || got.Features != nil {
		t.Errorf("a run that did nothing: %+v, %v", got, err)
	}
	for _, line := range []string{"", "3 2 7 90", "x 2 7 90 ; z,", "3 99 7 90 ; z,", "3 -1 7 90 ; z,", "3 2 7 90 1.4; !", "3 2 7 90 1,; z,", "3 2 7 90 ;1.2, z,", "3 2 7 90 1.x,; z,"} {
		if got, err := parseMutant(line); err == nil {
			t.Errorf("%q is %+v", line, got)
		}
	}
}

func TestBatchTotals(t *testing.T) {
	var out Batched
	line := "runs=4 steps=100 branches=9 external=1 graphs=z,10, made=0,1,2,0,0,0,0,0,0,0 features=1.2,z.3,"
	if err := out.totals(line); err != nil {
		t.Fatal(err)
	}
	if out.Runs != 4 || out.Steps != 100 || out.Branches != 9 || out.External != 1 || !slices.Equal(out.Graphs, []uint64{35, 36}) ||
		out.Made != [engine.NumMutations]int{0, 1, 2} || !slices.Equal(out.Counts, []Count{{1, 2}, {35, 3}}) {
		t.Errorf("%+v", out)
	}
	for _, line := range []string{"", "made=1,2", "made=0,1,2,0,0,0,0,0,0,0 graphs=!,", "made=0,1,2,0,0,0,0,0,0,0 features=z,", "made=0,1,2,0,0,0,0,0,0,0 features=!.1,"} {
		if err := new(Batched).totals(line); err == nil {
			t.Errorf("%q makes sense", line)
		}
	}
}
