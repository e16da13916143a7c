package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/sweep"
)

// How often progress is shown.
const (
	barEvery  = 100 * time.Millisecond
	lineEvery = 10 * time.Second
)

// barSteps is how finely a bar shows how far a campaign is.
const barSteps = 1000

// progress shows how far a campaign is: a bar on a terminal, a line now and then elsewhere.
type progress struct {
	w     io.Writer
	bar   *progressbar.ProgressBar // nil: lines
	every time.Duration

	mu   sync.Mutex
	last time.Time
	told map[[3]string]bool // findings, by package, test and fingerprint
}

// newProgress shows progress on a file.
func newProgress(f *os.File) *progress {
	p := &progress{w: f, every: lineEvery, last: time.Now(), told: make(map[[3]string]bool)}
	if term.IsTerminal(int(f.Fd())) {
		p.every = barEvery
		p.bar = progressbar.NewOptions(barSteps, progressbar.OptionSetWriter(f), progressbar.OptionSetPredictTime(false),
			progressbar.OptionSetElapsedTime(false), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(20))
	}
	return p
}

// due reports whether it is time to show something.
func (p *progress) due() bool {
	if time.Since(p.last) < p.every {
		return false
	}
	p.last = time.Now()
	return true
}

// built says how many packages of the campaign are built.
func (p *progress) built(n, of int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.due() {
		p.show(float64(n)/float64(of), fmt.Sprintf("%d of %d packages are built", n, of))
	}
}

// explored says how far the campaign is.
func (p *progress) explored(c *sweep.Campaign) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.due() {
		return
	}
	t := c.Totals()
	text := fmt.Sprintf("%d/%d tests, %d schedules (%.0f/s), %d distinct, %d findings", t.Through, t.Tests, t.Schedules, t.Rate(), t.Distinct, t.Findings)
	if left, ok := t.Left(); ok {
		text += ", " + left.Round(time.Second).String() + " left"
	}
	p.show(t.Share, text)
}

// found announces a finding, unless one like it was.
func (p *progress) found(f sweep.Finding) {
	if f.Expect != nil || f.Timing {
		return // it is as expected, or it will be in the result that it is not, or a warning of the result
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	key := [3]string{f.Package, f.Test, f.Fingerprint}
	if p.told[key] {
		return
	}
	p.told[key] = true
	p.clear()
	fmt.Fprintf(p.w, "chaosrun: %s in %s of %s: %s\n", f.Kind, f.Test, f.Package, f.Message)
}

// log tells something.
func (p *progress) log(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	fmt.Fprintf(p.w, "chaosrun: "+format+"\n", args...)
}

// show shows a share, from 0 to 1, and a text. What cannot be shown is no reason to end a
// campaign.
func (p *progress) show(share float64, text string) {
	if p.bar == nil {
		fmt.Fprintf(p.w, "chaosrun: %.0f %%, %s\n", 100*share, text)
		return
	}
	p.bar.Describe(text)
	_ = p.bar.Set(min(int(barSteps*share), barSteps-1)) // a bar that is full is over
}

func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

// done takes the bar away.
func (p *progress) done() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
}
