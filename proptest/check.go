package proptest

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/leanovate/gopter"

	"github.com/chaosrun/chaosrun/internal/tape"
	"github.com/chaosrun/chaosrun/sched"
)

// Check explores a property of gopter's packages, such as one that prop.ForAll returns, under many
// schedules. Each run draws other inputs. opts are options of this package and of package sched.
// gopter generates inputs inside such a property, and runs the property again with simpler inputs
// when it fails. These runs are part of the failing run, so [ForAll] shrinks better. As in gopter,
// a panic in the property is a failure.
func Check(t *testing.T, prop gopter.Prop, opts ...any) {
	t.Helper()
	c, err := newConfig(opts)
	if err != nil {
		t.Fatalf("proptest.Check: %v", err)
	}
	if prop == nil {
		t.Fatal("proptest.Check: the property is nil")
	}
	at := caller()
	sched.Test(t, func(t *testing.T) {
		res := prop(parameters(new(tapeSource), 1+int(tape.Draw(uint64(c.size)))))
		switch res.Status {
		case gopter.PropUndecided:
			tape.Quiet(1)
			tape.Tell("discards 1")
			tape.Tell("undecided")
			tape.Quiet(-1)
		case gopter.PropFalse, gopter.PropError:
			why := "the property is false"
			if res.Error != nil {
				why = fmt.Sprintf("the property fails: %v", res.Error)
			}
			for _, a := range res.Args {
				why += "\n    " + clip(a.String())
			}
			if len(res.Labels) > 0 {
				why += "\n    labels: " + strings.Join(res.Labels, ", ")
			}
			fail(t, at, why)
		}
	}, c.sched...)
}

// caller is where the caller's caller stands, as a test's output names it.
func caller() string {
	_, file, line, ok := runtime.Caller(2)
	if !ok {
		return "?:0"
	}
	return fmt.Sprintf("%s:%d", filepath.Base(file), line)
}

// fail fails the run: the first line of text is the one that identifies the failure.
func fail(t *testing.T, at, text string) {
	tape.Quiet(1)
	defer tape.Quiet(-1)
	fmt.Fprintf(t.Output(), "%s: proptest: %s\n", at, text)
	t.Fail()
}
