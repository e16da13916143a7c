package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// listedTest is a line of test -list -events.
type listedTest struct {
	Event   string `json:"event"` // list, or error
	Package string `json:"package"`
	Test    string `json:"test,omitempty"`
	Message string `json:"message,omitempty"`
}

// listTests lists the tests of packages whose names match, as go test -list does.
func listTests(ctx context.Context, c toolchain.Config, o runner.Options, patterns []string, match string, as form) error {
	re, err := regexp.Compile(match)
	if err != nil {
		return fmt.Errorf("-list: %w", err)
	}
	tc, err := toolchain.Find(ctx, c)
	if err != nil {
		return err
	}
	if len(patterns) == 0 {
		patterns = []string{"."}
	}
	lines := json.NewEncoder(os.Stdout)
	goTest := report.GoTest{W: os.Stdout}
	failed := false
	err = runner.List(ctx, tc, o, patterns, match, func(l runner.Listed) {
		failed = failed || l.Err != nil
		switch {
		case as == asGoTest:
			goTest.Listed(l)
		case as == asEvents && l.Err != nil:
			err = lines.Encode(listedTest{Event: "error", Package: l.Package, Message: l.Err.Error()})
		case as == asEvents:
			for name := range strings.Lines(l.Text) {
				if name = strings.TrimSpace(name); err == nil && re.MatchString(name) {
					err = lines.Encode(listedTest{Event: "list", Package: l.Package, Test: name})
				}
			}
		case l.Err != nil:
			fmt.Printf("%v\nFAIL\t%s [could not run]\n", l.Err, l.Package)
		case l.None:
			fmt.Printf("?   \t%s\t[no tests]\n", l.Package)
		default:
			fmt.Printf("%sok  \t%s\t%.3fs\n", l.Text, l.Package, l.Elapsed.Seconds())
		}
	})
	if err == nil && failed {
		err = exitStatus(exitError)
	}
	return err
}
