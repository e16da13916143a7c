package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/report/reporttest"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// A step has the number that the whole schedule shows it with, and the words.
func TestToTake(t *testing.T) {
	tr, src := reporttest.Bank(), bankSources(t)
	n := 1 + slices.IndexFunc(trace.Order(tr.Events), func(s trace.Step) bool { return s.G == 1 && s.Kind == "Lock" && s.At.Line == 5 })
	got := ToTake(tr, src, n)
	want := fmt.Sprintf("step %d of %d: g1 is about to do mutex#2.Lock() at bank_test.go:5: “to.Lock()”", n, len(tr.Events))
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if shown := shownText(t, tr, src, true); !strings.Contains(shown, fmt.Sprintf("\n%5d  ", n)) {
		t.Errorf("the schedule has no step %d:\n%s", n, shown)
	}
	if got := ToTake(tr, FindSources("elsewhere", src.root.Name()), n); strings.Contains(got, "to.Lock()") {
		t.Errorf("without the source of the module: %s", got)
	}
}
