package runner

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// explored is what became of the tests of a package.
type explored struct {
	tests, others int
	failed        bool
	left          int // tests that -failfast has left out
}

func explorePackage(ctx context.Context, tc *toolchain.Toolchain, o Options, b built, sink Sink) (of explored, err error) {
	r, err := NewRunner(tc, o, b.pkg, b.bin)
	if err != nil {
		return of, err
	}
	expects, err := Expectations(b.pkg.ImportPath, b.pkg.Dir, b.pkg.TestFiles())
	if err != nil {
		return of, err
	}
	r.states(b.pkg)
	tests, others, err := r.Tests(ctx)
	if err != nil {
		return of, err
	}
	of.tests, of.others = len(tests), others
	r.PerTest = max(1, o.Processes/max(1, min(len(tests), o.Processes)))
	var beside []string // tests that may run together
	results := make([]chan *Result, len(tests))
	ctxs, stops := make([]context.Context, len(tests)), make([]func(), len(tests))
	var wg sync.WaitGroup
	gate := make(chan struct{}, o.Processes) // tests under way
	begun := make(chan string)
	for i := range tests {
		results[i] = make(chan *Result, 1)
		ctxs[i], stops[i] = context.WithCancel(ctx)
		defer stops[i]()
	}
	wg.Add(1)
	go func() {
		defer wg.Done()
		for i, test := range tests {
			gate <- struct{}{}
			if ctxs[i].Err() != nil && ctx.Err() == nil {
				results[i] <- nil
				<-gate
				continue
			}
			if ctx.Err() == nil {
				begun <- test
			}
			wg.Add(1)
			go func() {
				defer wg.Done()
				defer func() { <-gate }()
				res := r.exploreTest(ctxs[i], test, expects)
				if o.FailFast && o.fails(res) {
					for _, stop := range stops[i+1:] {
						stop()
					}
				}
				results[i] <- res
			}()
		}
	}()
	for i, ch := range results {
		res := next(ch, begun, func(test string) {
			if s, ok := sink.(Starter); ok {
				s.TestStarted(r.Package, test)
			}
		})
		if of.failed && o.FailFast {
			continue // it was not through
		}
		if ctx.Err() == nil || len(res.Failures) > 0 {
			of.failed = of.failed || o.fails(res)
			of.left = len(tests) - i - 1
			if res.parallel && res.Verdict == "pass" && !res.Expected && r.Clocks[res.Test] == "" {
				beside = append(beside, res.Test)
			}
			sink.Result(r.Package, res)
		}
	}
	wg.Wait()
	if o.AndTogether && len(beside) > 1 && ctx.Err() == nil && !(of.failed && o.FailFast) {
		res := r.exploreTogether(ctx, beside, sink)
		of.failed = of.failed || o.fails(res)
		sink.Result(r.Package, res)
	}
	if others > 0 && r.Run == "" && ctx.Err() == nil && !(of.failed && o.FailFast) {
		if res := r.plain(ctx); res != nil {
			sink.Result(r.Package, res)
		}
	}
	return of, nil
}

// next waits for a result. Meanwhile it says which tests begin.
func next(result <-chan *Result, begun <-chan string, say func(test string)) *Result {
	for {
		select {
		case test := <-begun:
			say(test)
		case res := <-result:
			return res
		}
	}
}

// fails reports whether a test has a verdict after which -failfast goes no further.
func (o *Options) fails(res *Result) bool {
	return res.Verdict == "fail" || res.Verdict == "error" || res.Verdict == "unsteady" && !o.OnlySteady
}

// leftOut says what -failfast has left out.
func (o *Options) leftOut(tc *toolchain.Toolchain, tests, packages int) {
	if tc.Log == nil || tests+packages == 0 {
		return
	}
	var what []string
	if tests > 0 {
		what = append(what, Plural(uint64(tests), "test")+" of this package")
	}
	if packages > 0 {
		what = append(what, Plural(uint64(packages), "package"))
	}
	fmt.Fprintf(tc.Log, "chaosrun: -failfast: not explored: %s\n", strings.Join(what, ", "))
}
