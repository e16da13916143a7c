package browsertest_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/report/browsertest"
	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/report/reporttest"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// showPage is the page of a recording of the module bank.
func showPage(t *testing.T, tr *trace.Trace) []byte {
	t.Helper()
	src := report.FindSources("bank", reporttest.BankModule(t))
	defer src.Close()
	var b bytes.Buffer
	if err := report.HTML(&b, tr, src, tr.Package+"/x.chaos"); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPageInBrowser walks through a page as a person does.
func TestPageInBrowser(t *testing.T) {
	p := browsertest.Open(t, showPage(t, reporttest.Bank()))
	if got := p.Text("#source .current"); !strings.HasSuffix(got, "go transfer(b, a)") {
		t.Errorf("at first the highlighted line is %q", got)
	}
	for _, c := range []struct{ key, words, line string }{
		{"j", "g2 starts", "go transfer(b, a)"},
		{kb.ArrowDown, "g2 mutex#2.Lock()", "from.Lock()"},
		{"n", "g1 mutex#1.Lock()", "from.Lock()"},
		{"p", "g2 mutex#2.Lock()", "from.Lock()"},
		{kb.End, "g1 mutex#2.Lock(): blocks", "to.Lock()"},
		{"k", "g2 mutex#1.Lock(): blocks", "to.Lock()"},
		{kb.Home, "g1 starts", ""},
	} {
		p.Press(c.key)
		if got := p.Text("#step h2"); strings.Join(strings.Fields(got), " ") != c.words {
			t.Errorf("after %q the step is %q, want %q", c.key, got, c.words)
		}
		if got := p.Text("#source .current"); !strings.HasSuffix(got, c.line) {
			t.Errorf("after %q the highlighted line is %q, want %q", c.key, got, c.line)
		}
	}
	p.Press(kb.End)
	if got := p.Text("#states"); !strings.Contains(got, "g2mutex#1.Lock(): blocks") {
		t.Errorf("the goroutines' states are %q", got)
	}
	p.Press("?")
	if got := p.Text("dialog[open] h2"); got != "Keys" {
		t.Errorf("? shows %q", got)
	}
}

// TestPageOfHostileRecording: nothing that a recording says runs in the browser.
func TestPageOfHostileRecording(t *testing.T) {
	p := browsertest.Open(t, showPage(t, reporttest.Hostile()))
	p.Press("j", "a")
	ran := browsertest.Ask[bool](p, `window.hostile === true`)
	scripts := browsertest.Ask[int](p, `document.scripts.length`)
	if ran || scripts != 2 {
		t.Errorf("a recording's script ran: %v, the page has %d scripts, want 2", ran, scripts)
	}
}

// TestPageOnScreens looks at the page in light, in dark and as narrow as a phone.
func TestPageOnScreens(t *testing.T) {
	p := browsertest.Open(t, showPage(t, reporttest.Bank()))
	for _, s := range browsertest.Screens {
		p.On(s)
		p.Press(kb.End)
		p.Look(s, "")
	}
}
