package formats

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/findings"
	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/trace"
)

//go:embed page
var pageFiles embed.FS

// What bounds the page, so that one of 10,000 findings opens.
const (
	mostExplorers     = 16 << 20 // bytes of all schedules on the page, as text
	mostExplorer      = 2 << 20  // of one
	mostMessage       = 500      // letters
	mostTestsOf       = 20       // tests named with a finding
	mostSparks        = 300      // tests whose own coverage is drawn
	mostNever         = 500      // lines of what never happened
	sparkPoints       = 16
	coveragePoints    = 200
	mostResolvedShown = 200
)

// page is what the template shows. The lists of findings and tests are data for the page's own
// script, which makes elements of them and never markup.
type page struct {
	Style      template.CSS
	Script     template.JS
	Title      string
	Command    string
	Facts      []fact
	States     []stateCount
	Charts     []chart
	Strategies []strategyRow
	Unmet      []neverRow
	Failpoints []neverRow
	Troubles   []neverRow
	Timings    []neverRow // of these, What is what it takes
	Resolved   []resolvedRow
	More       []string // what the limits have left out
	Data       pageData
	Explorers  []explorer
}

type fact struct{ Name, Value string }

type stateCount struct {
	State string
	N     int
}

type neverRow struct{ Where, What string }

type resolvedRow struct{ ID, Kind, Message, Since string }

// explorer is the page of one recording, compressed: [report.BarePage].
type explorer struct{ ID, Page string }

// pageData is what the page's script draws from.
type pageData struct {
	Findings []pageFinding `json:"findings"`
	Tests    []pageTest    `json:"tests"`
	Style    string        `json:"style"` // of the explorers
	Script   string        `json:"script"`
}

type pageFinding struct {
	ID        string   `json:"id"`
	Kind      string   `json:"kind"`
	Message   string   `json:"message"`
	At        string   `json:"at,omitempty"`
	State     string   `json:"state"`
	Says      string   `json:"says"`
	Counts    bool     `json:"counts"`
	Tests     []string `json:"tests"`
	Run       uint64   `json:"run"`
	Steps     uint64   `json:"steps"`
	Times     uint64   `json:"times"`
	Strategy  string   `json:"strategy"`
	Recording string   `json:"recording,omitempty"`
	First     string   `json:"first,omitempty"`
	Campaigns int      `json:"campaigns,omitempty"`
	Explorer  bool     `json:"explorer,omitempty"`
	Note      string   `json:"note,omitempty"` // why there is no explorer
}

type pageTest struct {
	Package  string  `json:"package"`
	Name     string  `json:"name"`
	Verdict  string  `json:"verdict"`
	Runs     uint64  `json:"runs"`
	Distinct int     `json:"distinct"`
	Seconds  float64 `json:"seconds"`
	Findings int     `json:"findings"`
	Says     string  `json:"says,omitempty"`
	Spark    string  `json:"spark,omitempty"` // points of its coverage, in a box of 100 by 24
}

// HTML writes a page of the whole campaign, with the schedule of each finding to walk through.
// It is one file and asks the network for nothing. All names and messages are untrusted.
func HTML(w io.Writer, c *Campaign) error {
	p := page{Title: c.title(), Command: c.Command, Facts: c.facts(), Charts: c.charts(), Strategies: c.strategies()}
	var err error
	for name, to := range map[string]*string{"campaign.css": (*string)(&p.Style), "campaign.js": (*string)(&p.Script)} {
		text, err := pageFiles.ReadFile("page/" + name)
		if err != nil {
			return err
		}
		*to = string(text)
	}
	if p.Data.Style, p.Data.Script, err = report.PageParts(); err != nil {
		return err
	}
	p.findings(c)
	p.tests(c)
	p.never(c)
	tmpl, err := template.ParseFS(pageFiles, "page/campaign.html")
	if err != nil {
		return err
	}
	return tmpl.Execute(w, p)
}

func (c *Campaign) title() string {
	failed, errs := c.Counts()
	unfinished, how := c.unfinished()
	switch {
	case failed > 0:
		return count(failed, "test fails", "tests fail")
	case errs > 0:
		return "not everything could run"
	case unfinished > 0:
		return how
	case len(c.Bugs()) > 0:
		return "nothing new found"
	}
	return "nothing found"
}

func (c *Campaign) facts() []fact {
	t := c.totals()
	facts := []fact{
		{"explorations", fmt.Sprint(len(c.Tests))},
		{"schedules", grouped(t.runs)},
		{"distinct interleavings", grouped(t.distinct)},
		{"time", short(c.Elapsed)},
		{"seed", c.Seed},
		{"when", c.Now.Time.Format("2006-01-02 15:04 MST")},
	}
	if c.Now.Commit != "" {
		facts = append(facts, fact{"commit", clip(c.Now.Commit, 12)})
	}
	return facts
}

func (p *page) findings(c *Campaign) {
	bugs := c.Bugs()
	size, without := 0, 0
	n := make(map[findings.State]int)
	p.Data.Findings = make([]pageFinding, 0, len(bugs))
	for _, b := range bugs {
		n[b.State]++
		f := pageFinding{
			ID: b.ID, Kind: b.Kind, Message: clip(b.Message, mostMessage), At: b.At.Pos(), State: string(b.State), Says: b.Says(), Counts: b.Counts,
			Tests: b.Tests, Run: max(1, b.Run), Steps: b.Steps, Times: b.Times, Strategy: b.Budget.Strategy, Recording: b.Recording, Campaigns: b.Campaigns,
		}
		if extra := len(f.Tests) - mostTestsOf; extra > 0 {
			f.Tests = append(slices.Clone(f.Tests[:mostTestsOf]), fmt.Sprintf("and %d more", extra))
		}
		if !b.First.Time.IsZero() {
			f.First = b.First.Time.Format(time.DateOnly)
			if b.First.Commit != "" {
				f.First += ", commit " + clip(b.First.Commit, 12)
			}
		}
		switch {
		case b.Recording == "":
			f.Note = "there is no recording of it"
		case size >= mostExplorers:
			without++
			f.Note = "its schedule is left out of this page, which would be too large"
		default:
			text, err := bare(b.Recording)
			size += len(text) // also of what is not shown: it takes time to draw
			switch {
			case err != nil:
				f.Note = "its recording cannot be shown: " + err.Error()
			case len(text) > mostExplorer:
				f.Note = "its schedule is too large for this page"
			default:
				f.Explorer = true
				p.Explorers = append(p.Explorers, explorer{b.ID, text})
			}
		}
		p.Data.Findings = append(p.Data.Findings, f)
	}
	if without > 0 {
		p.More = append(p.More, fmt.Sprintf("the schedules of %d findings are left out of this page: chaosrun show explains their recordings", without))
	}
	n[findings.Resolved] = len(c.Resolved)
	for _, s := range []findings.State{findings.New, findings.Regressed, findings.Ongoing, findings.Resolved} {
		p.States = append(p.States, stateCount{string(s), n[s]})
	}
	for i, d := range c.Resolved {
		if i == mostResolvedShown {
			p.More = append(p.More, fmt.Sprintf("%d more findings are resolved", len(c.Resolved)-i))
			break
		}
		p.Resolved = append(p.Resolved, resolvedRow{d.ID, d.Kind, clip(d.Message, mostMessage), d.First.Time.Format(time.DateOnly)})
	}
}

// bare is the explorer of a recording, compressed and as text.
func bare(recording string) (string, error) {
	f, err := os.Open(recording)
	if err != nil {
		return "", err
	}
	t, err := trace.Read(f)
	f.Close()
	if err != nil {
		return "", err
	}
	src := report.SourcesOf(t, ".", filepath.Dir(recording))
	defer src.Close()
	var b bytes.Buffer
	text := base64.NewEncoder(base64.RawURLEncoding, &b) // nothing in it needs escaping
	z := gzip.NewWriter(text)
	if err := report.BarePage(z, t, src, recording); err != nil {
		return "", err
	}
	if err := z.Close(); err != nil {
		return "", err
	}
	if err := text.Close(); err != nil {
		return "", err
	}
	return b.String(), nil
}

func (p *page) tests(c *Campaign) {
	p.Data.Tests = make([]pageTest, 0, len(c.Tests))
	for i, t := range c.Tests {
		res := t.Result
		row := pageTest{
			Package: t.Package, Name: t.Name(), Verdict: res.Verdict, Runs: res.ShownRuns(), Distinct: res.Distinct,
			Seconds: float64(res.Elapsed.Round(10*time.Millisecond)) / float64(time.Second), Findings: len(t.Findings),
		}
		switch {
		case res.Sequential:
			row.Says = "sequential"
		case res.Complete:
			row.Says = "complete"
		case res.Saturated:
			row.Says = "saturated"
		}
		if i < mostSparks {
			row.Spark = spark(res.Series)
		}
		p.Data.Tests = append(p.Data.Tests, row)
	}
}

// never gathers what the tests say must happen and did not, and what could not run.
func (p *page) never(c *Campaign) {
	type point struct {
		seen, fired bool
		tests       []string
	}
	points := make(map[string]*point)
	var names []string
	put := func(list *[]neverRow, where, what string) {
		if len(*list) == mostNever {
			*list = append(*list, neverRow{"", "and more, which are left out"})
		}
		if len(*list) < mostNever {
			*list = append(*list, neverRow{where, clip(what, mostMessage)})
		}
	}
	for _, e := range c.Errors {
		put(&p.Troubles, e.Package, e.Message)
	}
	for _, t := range c.Tests {
		where := t.Package + "." + t.Name()
		for _, f := range t.Result.Timings {
			put(&p.Timings, where, f.Message)
		}
		for _, u := range t.Result.Unmet {
			put(&p.Unmet, where, u)
		}
		switch {
		case t.Result.Verdict == "error":
			put(&p.Troubles, where, t.Result.Err.Error())
		case t.unfinished():
			put(&p.Troubles, where, strings.Join(append([]string{"no run was finished"}, t.Result.Notes...), "; "))
		case t.Fails() && len(t.Findings) == 0:
			put(&p.Troubles, where, strings.Join(t.Result.Notes, "; "))
		}
		for _, f := range t.Result.Faults {
			q := points[f.Name]
			if q == nil {
				q = new(point)
				points[f.Name] = q
				names = append(names, f.Name)
			}
			q.seen, q.fired = q.seen || f.Seen, q.fired || f.Fired
			q.tests = append(q.tests, where)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		q := points[name]
		what := "never evaluated"
		if q.seen {
			what = "evaluated, and never fired"
		}
		if !q.fired {
			put(&p.Failpoints, name, fmt.Sprintf("%s, in %s", what, count(len(q.tests), "exploration", "explorations")))
		}
	}
}

// clip is the beginning of a text.
func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// grouped is a number with its thousands apart.
func grouped(n uint64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u2009" + s[i:]
	}
	return s
}
