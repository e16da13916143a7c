package report

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

//go:embed page
var pageFiles embed.FS

// mostSteps bounds the steps on a page, so that every recording gives one that opens.
const mostSteps = 5000

// page is what the template shows. The schedule and the source are data for the page's own
// script, which makes elements of them and never markup.
type page struct {
	Style  template.CSS
	Script template.JS

	Test, Package, Kind, Message, Run string
	Recording, Of, Output             string
	Notes                             []string
	Stuck                             []stuckCard
	Cycles                            [][]link
	Races                             [][]accessCard
	More                              string // what the limits have left out of the cards
	Data                              pageData
}

type stuckCard struct {
	Head  string
	Lines []string
	At    sourceLine
}

// sourceLine is a line of the user's source. File is "" if it cannot be shown.
type sourceLine struct {
	File, Text string
	Line       int
}

type link struct {
	G, Object string
	Since     string
}

type accessCard struct {
	Head  string
	Lines []string
	At    sourceLine
}

// HTML writes a page that explains a recording step by step. It is one file and asks the
// network for nothing. The recording is untrusted: the template escapes all of it.
func HTML(w io.Writer, t *trace.Trace, src *Sources, recording string) error {
	style, script, err := PageParts()
	if err != nil {
		return err
	}
	return writePage(w, t, src, recording, style, script)
}

// BarePage writes the page without its style and script: a page that holds many puts what
// [PageParts] returns into each, in its only empty style and script elements.
func BarePage(w io.Writer, t *trace.Trace, src *Sources, recording string) error {
	return writePage(w, t, src, recording, "", "")
}

// PageParts are the style and the script that are the same for every page.
func PageParts() (style, script string, err error) {
	css, err := pageFiles.ReadFile("page/show.css")
	if err != nil {
		return "", "", err
	}
	js, err := pageFiles.ReadFile("page/show.js")
	return string(css), string(js), err
}

func writePage(w io.Writer, t *trace.Trace, src *Sources, recording, style, script string) error {
	v := newView(t, src, false)
	p := page{
		Style: template.CSS(style), Script: template.JS(script),
		Test: t.Test, Package: t.Package, Kind: t.Kind, Message: v.headline(), Run: whichRun(t),
		Recording: recording, Of: "T" + strings.TrimPrefix(t.Subject(), "t"), Output: output(t, mostOutput), Notes: t.Notes,
	}
	p.Data = v.data(src)
	p.cards(v, src)
	p.Data.Files = make(map[string][]string)
	for name, lines := range src.files {
		if lines != nil {
			p.Data.Files[name] = lines
		}
	}
	if cut := p.Data.First; cut > 0 {
		p.Notes = append(p.Notes[:len(p.Notes):len(p.Notes)], fmt.Sprintf(
			"the run has %d steps: this page shows the last %d of them", len(v.steps), len(v.steps)-cut))
	}
	if t.From > 0 {
		p.Notes = append(p.Notes[:len(p.Notes):len(p.Notes)], fmt.Sprintf("what happened before step %d of the run was not recorded", t.From))
	}
	if n := src.Note(); n != "" {
		p.Notes = append(p.Notes[:len(p.Notes):len(p.Notes)], n)
	}
	tmpl, err := template.ParseFS(pageFiles, "page/show.html")
	if err != nil {
		return err
	}
	return tmpl.Execute(w, p)
}

// cards fills in the wait-for graph and the races.
func (p *page) cards(v *view, src *Sources) {
	for i, g := range v.stuck() {
		if i == mostShown {
			p.More = fmt.Sprintf("and %d more goroutines, which are in the recording", len(v.stuck())-i)
			break
		}
		lines := v.stuckLines(g)
		p.Stuck = append(p.Stuck, stuckCard{lines[0], lines[1:], lineOf(src, trace.UserFrame(g.Stack))})
	}
	for _, c := range cycles(v.waitGraph()) {
		var links []link
		for _, e := range c {
			links = append(links, link{name(e.G), e.Object, e.At.Pos()})
		}
		p.Cycles = append(p.Cycles, append(links, link{G: name(c[0].G)}))
	}
	for i, r := range v.t.Races {
		if i == mostShown {
			p.More = fmt.Sprintf("and %d more races, which are in the recording", len(v.t.Races)-i)
			break
		}
		p.Races = append(p.Races, []accessCard{v.raceCard(r.First, "first"), v.raceCard(r.Second, "then")})
	}
}

func (v *view) raceCard(a trace.Access, when string) accessCard {
	lines := v.accessLines(a, when)
	return accessCard{lines[0], lines[1:], lineOf(v.src, trace.UserFrame(a.Stack))}
}

func lineOf(src *Sources, f trace.Frame) sourceLine {
	if text := src.Line(f.File, f.Line); text != "" {
		return sourceLine{f.File, text, f.Line}
	}
	return sourceLine{}
}
