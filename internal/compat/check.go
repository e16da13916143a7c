package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// checkAll measures the modules that are wanted, and compares what comes of that with the results and the
// judgements that are there.
func checkAll(ctx context.Context, all Results, b Budget, logs string, wanted func(Module) bool) error {
	js, err := judgements()
	if err != nil {
		return err
	}
	var problems []error
	err = each(ctx, logs, wanted, func(m Module, chaosrun, dir, cache string, log io.Writer) (*Result, error) {
		old := all[m.Path]
		if old == nil {
			return nil, errors.New("there are no results of it to compare with")
		}
		res := &Result{Path: m.Path, Version: m.Version, Budget: b, Native: old.Native}
		if err := res.measure(ctx, chaosrun, m, dir, cache, log); err != nil {
			return nil, err
		}
		for _, p := range res.worse(old, js) {
			problems = append(problems, fmt.Errorf("%s: %s", m.Path, p))
		}
		return res, nil
	})
	return errors.Join(append(problems, err)...)
}

// worse says what is new of a module, compared with earlier results: failures that nobody has judged,
// recordings that do not replay, tests that were controlled and are not, and what could not run.
func (r *Result) worse(old *Result, js []judgement) (problems []string) {
	for _, f := range r.counted("failure", "unsteady") {
		if j := judge(js, r.Path, f); strings.HasPrefix(j, notJudged) {
			problems = append(problems, fmt.Sprintf("%s.%s: %s: %s", f.Package, f.Test, f.Kind, j))
		}
	}
	if r.Replayed < r.Recordings {
		problems = append(problems, fmt.Sprintf("%d of %d recordings replay", r.Replayed, r.Recordings))
	}
	for test, why := range r.Uncontrolled {
		if old.Uncontrolled[test] == "" {
			problems = append(problems, fmt.Sprintf("%s was controlled, and is not: %s", test, why))
		}
	}
	for _, e := range r.Errors {
		if !slices.Contains(old.Errors, e) {
			problems = append(problems, "could not run: "+e)
		}
	}
	slices.Sort(problems)
	return problems
}
