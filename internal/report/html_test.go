package report

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/report/reporttest"
	"github.com/chaosrun/chaosrun/internal/trace"
)

func htmlOf(t *testing.T, tr *trace.Trace, src *Sources) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, tr, src, tr.Package+"/x.chaos"); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestHostileRecording: what a recording says is text on the page, not markup.
func TestHostileRecording(t *testing.T) {
	got := string(htmlOf(t, reporttest.Hostile(), bankSources(t)))
	for _, bad := range []string{"<script>window", "<img"} {
		if strings.Contains(got, bad) {
			t.Errorf("the page contains %q", bad)
		}
	}
	if n := strings.Count(strings.ToLower(got), "</script"); n != 2 {
		t.Errorf("the page ends %d scripts, want 2", n)
	}
	if n := strings.Count(got, "<script"); n != 2 {
		t.Errorf("the page begins %d scripts, want 2", n)
	}
	if !strings.Contains(got, "&lt;script&gt;window.hostile=true") {
		t.Error("the hostile text is not on the page at all")
	}
}

// TestPageReadsNothingOutsideTheModule: nor does the page of a recording that asks for it.
func TestPageReadsNothingOutsideTheModule(t *testing.T) {
	src := bankSources(t)
	for _, name := range []string{"../secret.go", src.root.Name() + "/../secret.go", "link.go", "notes.txt", "../../etc/passwd", "/etc/passwd"} {
		tr := reporttest.Bank()
		for i := range tr.Events {
			tr.Events[i].At.File, tr.Events[i].At.Line = name, 1
		}
		for i := range tr.Goroutine {
			tr.Goroutine[i].Stack[0].File = name
		}
		got := string(htmlOf(t, tr, src))
		if strings.Contains(got, "a secret") || strings.Contains(got, "root:") {
			t.Errorf("the page contains %s", name)
		}
	}
}

// TestPageNeedsNoNetwork: no address is on the page but the name of the SVG format.
func TestPageNeedsNoNetwork(t *testing.T) {
	got := string(htmlOf(t, reporttest.Bank(), bankSources(t)))
	got = strings.ReplaceAll(got, `"http://www.w3.org/2000/svg"`, "")
	if m := regexp.MustCompile(`(?i)https?:|src=|href=|url\([^#]|@import|fetch\(|import\(`).FindString(got); m != "" {
		t.Errorf("the page contains %q", m)
	}
	for _, want := range []string{"default-src &#39;none&#39;", "default-src 'none'"} {
		if strings.Contains(got, want) {
			return
		}
	}
	t.Error("the page has no policy that forbids the network")
}

// TestPageOfLongRun: it opens, and says what is left out.
func TestPageOfLongRun(t *testing.T) {
	tr := reporttest.Bank()
	at := tr.Events[4].At
	var events []trace.Event
	for i := range 200_000 {
		events = append(events, trace.Event{G: i%2 + 1, Kind: "Unlock", Object: "mutex#1", At: at})
	}
	tr.Events = append(events, tr.Events...)
	got := htmlOf(t, tr, bankSources(t))
	want := fmt.Sprintf("the run has %d steps: this page shows the last", len(tr.Events))
	if !strings.Contains(string(got), want) {
		t.Errorf("the page does not say %q", want)
	}
	if len(got) > 2<<20 {
		t.Errorf("the page has %d bytes", len(got))
	}
}
