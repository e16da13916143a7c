package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/chaosrun/chaosrun/internal/report/reporttest"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// bankSources is the module of [reporttest.Bank].
func bankSources(t *testing.T) *Sources {
	t.Helper()
	src := FindSources("bank", reporttest.BankModule(t))
	t.Cleanup(func() { src.Close() })
	return src
}

func shownText(t *testing.T, tr *trace.Trace, src *Sources, all bool) string {
	t.Helper()
	var b bytes.Buffer
	if err := Show(&b, tr, src, "x.chaos", all, 0); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestShowFitsATerminal: with columns for the goroutines if there is room, else as a list; every step has its place.
func TestShowFitsATerminal(t *testing.T) {
	for _, terminal := range []int{60, 80, 120, 200} {
		for _, all := range []bool{false, true} {
			var b bytes.Buffer
			if err := Show(&b, reporttest.Bank(), bankSources(t), "x.chaos", all, terminal); err != nil {
				t.Fatal(err)
			}
			_, schedule, _ := strings.Cut(b.String(), "the schedule:")
			for l := range strings.Lines(b.String()) {
				if utf8.RuneCountInString(strings.TrimSuffix(l, "\n")) > max(terminal, 80) || strings.Contains(schedule, l) && utf8.RuneCountInString(l) > terminal+1 && strings.Contains(l, ".go:") {
					t.Errorf("a line is wider than %d columns: %s", terminal, l)
				}
			}
			if !strings.Contains(schedule, "transfer.go:7 ") && !strings.Contains(schedule, "bank_test.go:") {
				t.Errorf("%d columns: steps have no places:\n%s", terminal, schedule)
			}
		}
	}
}

func TestShow(t *testing.T) {
	got := shownText(t, reporttest.Bank(), bankSources(t), false)
	hasAll(t, got,
		"deadlock: g1 waits for mutex#2, held by g2, which waits for mutex#1, held by g1\n",
		"the 2 choices that lead to it:\n", "“to.Lock()” (bank_test.go:5)\n",
		"g1 is blocked in sync.Mutex.Lock on mutex#2, and nothing can wake it\n        at bank_test.go:5: “to.Lock()”\n",
		"go ──▶ g2", "starts ◀── 3",
		"bank_test.go:9         go transfer(b, a)",
		"mutex#2.Lock(): blocks",
		"to replay: chaosrun replay x.chaos",
	)
}

// TestShowWithoutSource: the schedule is there, and why the source is not.
func TestShowWithoutSource(t *testing.T) {
	src := bankSources(t)
	other := FindSources("elsewhere", src.root.Name())
	got := shownText(t, reporttest.Bank(), other, true)
	if !strings.Contains(got, "mutex#2.Lock()") || !strings.Contains(got, "note: the source is not shown") || strings.Contains(got, "to.Lock()") {
		t.Errorf("got\n%s", got)
	}
}

// TestShowSaysThatSourceIsNewer: lines may have moved since the recording was made.
func TestShowSaysThatSourceIsNewer(t *testing.T) {
	src := bankSources(t)
	src.RecordedAt(time.Now().Add(-time.Hour))
	if got := shownText(t, reporttest.Bank(), src, false); !strings.Contains(got, "note: bank_test.go is newer than the recording") {
		t.Errorf("got\n%s", got)
	}
}

// TestOnlySourceOfTheModuleIsRead: a recording may name any file.
func TestOnlySourceOfTheModuleIsRead(t *testing.T) {
	src := bankSources(t)
	outside := filepath.Join(src.root.Name(), "..", "secret.go")
	for _, name := range []string{outside, filepath.Clean(outside), "../secret.go", "x/../../secret.go", "link.go", "notes.txt", "go.mod", ".", "", "/etc/passwd", "../../../../etc/passwd"} {
		if lines := src.File(name); lines != nil {
			t.Errorf("%q was read: %q", name, lines)
		}
	}
	if src.File("bank_test.go") == nil {
		t.Error("the module's own file was not read")
	}
}

// TestTerminalIsNotObeyed: a recording cannot send control sequences to a terminal.
func TestTerminalIsNotObeyed(t *testing.T) {
	tr := reporttest.Bank()
	tr.Message, tr.Output, tr.Notes = "a\x1b[31mb", "c\x9b2Jd\n", []string{"e\u202ef"}
	if got := shownText(t, tr, bankSources(t), true); strings.ContainsAny(got, "\x1b\x07\u009b\u202e\r") {
		t.Errorf("control characters are in %q", got)
	}
}

func TestCycles(t *testing.T) {
	v := &view{t: &trace.Trace{Header: trace.Header{Goroutine: []trace.Stuck{
		{ID: 4, Reason: "sync.RWMutex.RLock", Objects: []string{"rw"}},
		{ID: 5, Reason: "sync.RWMutex.Lock", Objects: []string{"rw"}},
	}}}}
	for _, c := range []struct {
		edges []waitFor
		want  string
	}{
		{nil, ""},
		{[]waitFor{{G: 1, Object: "m", Holder: 1}}, "g1 locks m, which g1 already holds"},
		{[]waitFor{{G: 5, Object: "rw", Holder: 5, Read: true}}, "g5 locks rw, which g5 already holds for reading"},
		{[]waitFor{{G: 4, Object: "rw", Holder: 4, Read: true}}, "g4 read-locks rw, which g4 already holds for reading; in between, g5 has called rw.Lock() and is blocked, which blocks new readers"},
		{[]waitFor{{G: 4, Object: "rw", Holder: 2, Read: true}, {G: 2, Object: "m", Holder: 4}}, "g2 waits for m, held by g4, which waits for rw, held for reading by g2; g5 is blocked in rw.Lock(), which blocks new readers"},
		{[]waitFor{{G: 1, Object: "m", Holder: -1}, {G: 2, Object: "m", Holder: 1}}, ""},
		{[]waitFor{{G: 3, Object: "a", Holder: 2}, {G: 2, Object: "b", Holder: 3}, {G: 1, Object: "b", Holder: 3}}, "g2 waits for b, held by g3, which waits for a, held by g2"},
		{[]waitFor{{G: 1, Object: "a", Holder: 2}, {G: 1, Object: "a", Holder: 3}, {G: 3, Object: "b", Holder: 1}}, "g1 waits for a, held by g3, which waits for b, held by g1"},
	} {
		got := ""
		for _, cycle := range cycles(c.edges) {
			got += v.inWords(cycle)
		}
		if got != c.want {
			t.Errorf("%v: got %q, want %q", c.edges, got, c.want)
		}
	}
}

func TestPerfetto(t *testing.T) {
	var b bytes.Buffer
	if err := Perfetto(&b, reporttest.Bank(), &Sources{}); err != nil {
		t.Fatal(err)
	}
	checkPerfetto(t, b.Bytes())
	if !strings.Contains(b.String(), `"name":"mutex#2.Lock(): blocks","cat":"wait"`) {
		t.Errorf("no wait in\n%s", b.String())
	}
}

// checkPerfetto: the JSON is valid, every flow begins and ends inside a slice of its
// thread, and the slices of a thread do not overlap.
func checkPerfetto(t *testing.T, text []byte) {
	t.Helper()
	var got struct{ TraceEvents []slice }
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	busy := make(map[string]bool)
	for _, e := range got.TraceEvents {
		for ts := e.TS; e.Phase == "X" && ts < e.TS+e.Dur; ts++ {
			at := fmt.Sprint(e.TID, ts)
			if busy[at] {
				t.Errorf("two slices of thread %d at %d", e.TID, ts)
			}
			busy[at] = true
		}
	}
	flows := make(map[int]string)
	for _, e := range got.TraceEvents {
		if e.Phase != "s" && e.Phase != "f" {
			continue
		}
		flows[e.ID] += e.Phase
		if !busy[fmt.Sprint(e.TID, e.TS)] {
			t.Errorf("flow %d: no slice of thread %d at %d", e.ID, e.TID, e.TS)
		}
	}
	if len(flows) == 0 {
		t.Error("no flows")
	}
	for id, phases := range flows {
		if phases != "sf" {
			t.Errorf("flow %d has the ends %q", id, phases)
		}
	}
}
