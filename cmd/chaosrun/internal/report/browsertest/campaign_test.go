package browsertest_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/report/browsertest"
	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/report/formats"
	"github.com/chaosrun/chaosrun/internal/findings"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

var now = time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC)

// recording writes a small recording of a deadlock, with words in it, and returns its name.
func recording(t *testing.T, words string) string {
	t.Helper()
	at := func(line int) trace.Frame {
		return trace.Frame{Func: "bank.transfer", File: "bank_test.go", Line: line}
	}
	left := func(id int, o string) trace.Stuck {
		return trace.Stuck{ID: id, Status: "stuck", Reason: "sync.Mutex.Lock" + words, Objects: []string{o}, Stack: []trace.Frame{at(5)}}
	}
	tr := &trace.Trace{
		Header: trace.Header{
			Package: "bank" + words, Test: "TestTransfer" + words, Kind: "deadlock", Message: "all wait" + words, Run: 3, Seed: 1, Strategy: "random", Output: words,
			Goroutine: []trace.Stuck{left(1, "mutex#2"), left(2, "mutex#1")}, Notes: []string{"a note" + words},
		},
		Events: []trace.Event{
			{G: 1, Kind: trace.EvStart, Detail: "g0"},
			{G: 2, Kind: trace.EvStart, Detail: "g1", At: at(9)},
			{G: 2, Kind: "Lock", Object: "mutex#2", At: at(4), N: 2, K: 0, Next: 1},
			{G: 1, Kind: "Lock", Object: "mutex#1", At: at(4), N: 2, K: 1, Next: 2},
			{G: 2, Kind: trace.EvWait, Object: "mutex#1", At: at(5), Detail: "sync.Mutex.Lock"},
			{G: 1, Kind: trace.EvWait, Object: "mutex#2", At: at(5), Detail: "sync.Mutex.Lock"},
		},
	}
	name := filepath.Join(t.TempDir(), "x.chaos")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(tr.Write(f), f.Close()); err != nil {
		t.Fatal(err)
	}
	return name
}

var kinds = []string{"deadlock", "leak", "panic", "race", "assert"}

// finding is the n-th finding, with words in all that it says.
func finding(n int, recording, words string) formats.Finding {
	state := []findings.State{findings.New, findings.Ongoing, findings.Regressed}[n%3]
	f := formats.Finding{
		Observation: findings.Observation{
			ID: fmt.Sprintf("%012x", n), Kind: kinds[n%len(kinds)], Message: fmt.Sprintf("all %d goroutines of the test wait%s", n, words),
			Package: "example.org/bank" + words, Test: fmt.Sprintf("TestTransfer%d%s", n, words),
			At: trace.Frame{Func: "bank.transfer" + words, File: "bank_test.go" + words, Line: 5}, Run: 3, Steps: 6, Times: 2, Recording: recording,
			Budget: runner.Budget{Strategy: "auto"},
		},
		State: state, Counts: state != findings.Ongoing, First: findings.Moment{Time: now, Commit: "0123456789abcdef"}, Campaigns: 4,
	}
	if n%6 == 1 {
		f.Known = &findings.Known{Reason: "waits for the new pool" + words, Until: now.AddDate(1, 0, 0)}
	}
	return f
}

// campaign has as many findings, of a few tests, and something in every section.
func campaign(n int, recording, words string) *formats.Campaign {
	c := &formats.Campaign{
		Command: "chaosrun test ./..." + words, Version: "v1", Seed: "1", Now: findings.Moment{Time: now, Commit: "0123456789abcdef"}, Elapsed: 3 * time.Minute,
		Errors:   []formats.PackageError{{Package: "example.org/oops" + words, Message: "undefined: x" + words}},
		Resolved: []*findings.Finding{{ID: "aaaaaaaaaaaa", Kind: "leak" + words, Message: "2 are blocked forever" + words, First: findings.Moment{Time: now}}},
	}
	const tests = 20
	for i := range tests {
		res := &runner.Result{
			Test: fmt.Sprintf("TestTransfer%d%s", i, words), Verdict: "pass", Runs: 1000, Distinct: 60 + i, Elapsed: 9 * time.Second, Started: now.Add(time.Duration(i) * 8 * time.Second),
			Budget: runner.Budget{Strategy: "auto", Schedules: 1000, Members: map[string]runner.Spent{
				"random": {Schedules: 210, New: 20}, "pos": {Schedules: 430, New: 25}, "pct": {Schedules: 160, New: 4}, "surw": {Schedules: 200, New: 11},
			}},
			Faults: []runner.FaultPoint{{Name: "db/commit" + words, Seen: true}},
		}
		if i%4 == 3 {
			res.Budget.Strategy, res.Budget.Members = "pct:3", nil
		}
		for k := range 30 {
			res.Series = append(res.Series, runner.Sample{Runs: uint64(20 + k*34), Elapsed: time.Duration(k) * 300 * time.Millisecond, Graphs: (60 + i) * k * (60 - k) / 900, Pairs: 9 * k / 30})
		}
		if i == 0 {
			res.Unmet = []string{"Sometimes: the cache is full" + words + ", in none of 1001 runs"}
		}
		c.Tests = append(c.Tests, formats.Test{Package: "example.org/bank" + words, Result: res})
	}
	for i := range n {
		t := &c.Tests[i%tests]
		t.Result.Verdict = "fail"
		t.Findings = append(t.Findings, finding(i, recording, words))
	}
	return c
}

func page(t *testing.T, c *formats.Campaign) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := formats.HTML(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// open opens a page, with frames that the test can look into.
func open(t *testing.T, html []byte) *browsertest.Page {
	t.Helper()
	const closed = `setAttribute("sandbox", "allow-scripts")`
	if bytes.Count(html, []byte(closed)) != 1 {
		t.Fatalf("the page does not close its frames with %s", closed)
	}
	return browsertest.Open(t, bytes.Replace(html, []byte(closed), []byte(`setAttribute("sandbox", "allow-scripts allow-same-origin")`), 1))
}

const (
	rows    = `document.querySelectorAll("#list > details").length`
	inFrame = `document.querySelector("iframe").contentDocument`
	ready   = `!!document.querySelector("iframe") && !!` + inFrame + ` && !!` + inFrame + `.querySelector("body[data-ready]")`
)

// search goes to the search by its key and types words.
func search(t *testing.T, p *browsertest.Page, words string) {
	t.Helper()
	p.Press("/")
	if got := browsertest.Ask[string](p, `document.activeElement.id`); got != "words" {
		t.Errorf("after / the keyboard is at %q", got)
	}
	// The driver sends the letter of a key on its own, after the page has moved the keyboard.
	browsertest.Ask[string](p, `document.activeElement.value = ""`)
	p.Press(words)
}

// TestCampaignInBrowser finds a finding and walks through its schedule, by keyboard alone.
func TestCampaignInBrowser(t *testing.T) {
	p := open(t, page(t, campaign(30, recording(t, ""), "")))
	if got := browsertest.Ask[int](p, rows); got != 30 {
		t.Fatalf("%d findings are listed, want 30", got)
	}
	if got := p.Text("#list summary .state"); got != "regressed" {
		t.Errorf("the first finding is %s, want the one that has come back", got)
	}
	search(t, p, "wait TestTransfer7")
	if got := p.Text("#count"); got != "1 of 30" || browsertest.Ask[int](p, rows) != 1 {
		t.Errorf("the search leaves %q", got)
	}
	p.Press(kb.Escape, "j", kb.Enter)
	p.Wait(`!!document.querySelector(".explore")`)
	for _, want := range []string{"000000000007: ongoing; known until", "waits for the new pool", "example.org/bank.TestTransfer7", "chaosrun replay ", "0123456789ab"} {
		if got := p.Text(".body"); !strings.Contains(got, want) {
			t.Errorf("the finding does not say %q: %q", want, got)
		}
	}
	p.Press(kb.Tab, kb.Enter)
	p.Wait(ready)
	if got := browsertest.Ask[string](p, inFrame+`.querySelector("#rows").textContent`); !strings.Contains(got, "mutex#2.Lock()") {
		t.Errorf("the schedule is %q", got)
	}
	p.Press(kb.End) // goes to the frame, which has the keyboard
	p.Wait(inFrame + `.querySelector("#step h2").textContent.includes("blocks")`)
}

// TestCampaignShowsAll: each section has what it should.
func TestCampaignShowsAll(t *testing.T) {
	p := open(t, page(t, campaign(30, recording(t, ""), "")))
	for sel, want := range map[string]string{
		"h1": "chaosrun: 16 tests fail", "#strategies .member th": "pos", "#unmet li": "Sometimes: the cache is full, in none of 1001 runs",
		"#failpoints li": "db/commit evaluated, and never fired, in 20 explorations", "#troubles li": "undefined: x", ".state.resolved": "1 resolved",
		"figcaption": "distinct interleavings", "#tests td": "TestTransfer0", ".facts": "20\u2009000",
	} {
		if got := p.Text(sel); !strings.Contains(got, want) {
			t.Errorf("%s is %q, want %q in it", sel, got, want)
		}
	}
	if n := browsertest.Ask[int](p, `document.querySelectorAll("figure polyline[points]").length`); n != 2 {
		t.Errorf("%d curves of coverage, want 2", n)
	}
	p.Do()
	browsertest.Ask[bool](p, `((s) => { s.value = "race"; s.dispatchEvent(new Event("input")); return true })(document.getElementById("kind"))`)
	if got := p.Text("#count"); got != "6 of 30" {
		t.Errorf("of one kind there are %q", got)
	}
}

const hostile = `</script></style></title>'"><script>window.hostile=parent.hostile=true</script><img src=x onerror=window.hostile=parent.hostile=true>{{.}}$&<style></style>` + "`${1}\u2028"

// TestHostileCampaign: nothing that a campaign or a recording says runs in the browser.
func TestHostileCampaign(t *testing.T) {
	html := page(t, campaign(3, recording(t, hostile), hostile))
	if bytes.Contains(html, []byte("<script>window.hostile")) || bytes.Contains(html, []byte("<img")) {
		t.Error("the page contains hostile markup")
	}
	p := open(t, html)
	p.Press("j", kb.Enter)
	p.Wait(`!!document.querySelector(".explore")`)
	browsertest.Ask[bool](p, `(document.querySelector(".explore").click(), true)`)
	p.Wait(ready)
	if browsertest.Ask[bool](p, `window.hostile === true || document.querySelector("iframe").contentWindow.hostile === true`) {
		t.Error("a hostile script ran")
	}
	if n := browsertest.Ask[int](p, inFrame+`.scripts.length`); n != 2 {
		t.Errorf("the schedule's page has %d scripts, want 2", n)
	}
	if got := p.Text("#list .what"); !strings.Contains(got, "<script>window.hostile") {
		t.Errorf("the hostile text is not shown as it is: %q", got)
	}
}

// TestTenThousandFindings: the page is bounded, opens, and can be searched.
func TestTenThousandFindings(t *testing.T) {
	html := page(t, campaign(10_000, recording(t, ""), ""))
	if n := len(html) >> 20; n > 32 {
		t.Fatalf("the page has %d MB, want 32 at most", n)
	}
	start := time.Now()
	p := open(t, html)
	t.Logf("%d bytes, open after %s", len(html), time.Since(start).Round(time.Millisecond))
	if got := browsertest.Ask[int](p, rows); got != 100 {
		t.Errorf("%d findings are drawn at once, want 100", got)
	}
	search(t, p, "TestTransfer9999")
	if got := p.Text("#count"); got != "1 of 10000" {
		t.Errorf("the search leaves %q", got)
	}
	if got := p.Text("header .note"); !strings.Contains(got, "are left out of this page: chaosrun show") {
		t.Errorf("it says of what is left out: %q", got)
	}
}

// TestCampaignOnScreens looks at the page in light, in dark and as narrow as a phone.
func TestCampaignOnScreens(t *testing.T) {
	t.Chdir(module(t))
	file := ".chaosrun/bank/TestTransfer-deadlock-3f81c2aa.chaos" // as the pictures show it
	if err := os.Rename(recording(t, ""), file); err != nil {
		t.Fatal(err)
	}
	p := browsertest.Open(t, page(t, campaign(30, file, "")))
	for _, s := range browsertest.Screens {
		p.On(s)
		browsertest.Ask[bool](p, `(window.scrollTo(0, 0), true)`)
		p.Look(s, "campaign-")
	}
	p.Press("j", kb.Enter)
	p.Wait(`!!document.querySelector(".explore")`)
	p.Press(kb.Tab, kb.Enter)
	p.Wait(`!!document.querySelector("iframe")`)
	for _, s := range browsertest.Screens {
		p.On(s)
		browsertest.Ask[bool](p, `(document.querySelector("details").scrollIntoView(), true)`)
		p.Look(s, "campaign-open-")
		browsertest.Ask[bool](p, `(document.querySelector(".charts").scrollIntoView(), true)`)
		p.Look(s, "campaign-budget-")
	}
}

// module is a folder with the source of the recording's module.
func module(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, ".chaosrun", "bank"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"go.mod":       "module bank\n",
		"bank_test.go": "package bank\n\nfunc transfer(from, to *account) {\n\tfrom.Lock()\n\tto.Lock()\n}\n\nfunc TestTransfer(t *testing.T) {\n\tgo transfer(b, a)\n\ttransfer(a, b)\n}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
