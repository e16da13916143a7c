package runner

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// Listed is what the test binary of a package says of its tests.
type Listed struct {
	Package string
	Text    string // as go test -list prints it
	None    bool   // it has no tests
	Elapsed time.Duration
	Err     error
}

// List lets the test binaries of the packages list the tests, examples, benchmarks and fuzz targets
// whose names match an expression.
func List(ctx context.Context, tc *toolchain.Toolchain, o Options, patterns []string, match string, each func(Listed)) error {
	pkgs, err := tc.List(ctx, patterns...)
	if err != nil {
		return err
	}
	if len(pkgs) == 0 {
		return fmt.Errorf("no packages match %s", strings.Join(patterns, " "))
	}
	o.Workers = make(chan struct{}, o.Processes)
	for b := range buildAhead(ctx, tc, pkgs) {
		l := listed(ctx, tc, o, b, match)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		each(l)
	}
	return ctx.Err()
}

func listed(ctx context.Context, tc *toolchain.Toolchain, o Options, b built, match string) Listed {
	l := Listed{Package: b.pkg.ImportPath, Err: b.err}
	switch {
	case b.err != nil:
	case b.bin == "":
		l.None = true
	default:
		start := time.Now()
		r, err := NewRunner(tc, o, b.pkg, b.bin)
		if err != nil {
			l.Err = err
			break
		}
		ctx, cancel := context.WithTimeout(ctx, 10*r.Patience)
		defer cancel()
		out, err := r.uncontrolled(ctx, append([]string{"-test.paniconexit0", "-test.list=" + match}, r.Args...)...)
		l.Text, l.Elapsed = string(out), time.Since(start)
		if err != nil {
			l.Err = fmt.Errorf("the test binary could not list its tests:\n%s", cmp.Or(string(bytes.TrimSpace(out)), err.Error()))
		}
	}
	return l
}
