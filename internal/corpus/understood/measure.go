package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"
)

// The bars.
const (
	mostLines   = 40
	mostColumns = 80
	causeWithin = 10 // lines
)

// explorer runs chaosrun.
type explorer struct {
	Root      string // of the repository
	Command   string // path of chaosrun
	Artifacts string // folder for recordings
}

// measured is what a person sees of a failure.
type measured struct {
	failure
	seen
	Kind   string
	Before seen
	Swap   []string // steps that change places in a schedule that passes, and that the list does not mark
}

// seen is a text of a failure.
type seen struct {
	Text    string
	Lines   int
	Widest  int // columns of the widest line, but for the command to copy
	CauseIn int // the line of the text that names the cause first, from 1; 0: none does
}

// usual are the flags of chaosrun test for all failures: nothing is drawn from the clock.
const usual = "-events -p 1 -seed 1 -schedules 20000 -duration 0 -shrink 2m"

// measure finds the failure, and reads what chaosrun says of it.
func (e explorer) measure(ctx context.Context, f failure) (measured, error) {
	m := measured{failure: f}
	recording, kind, err := e.find(ctx, f)
	if err != nil {
		return m, fmt.Errorf("%s: %w", f.Test, err)
	}
	m.Kind = kind
	out, code, err := e.run(ctx, f.Module, "replay", recording)
	if err != nil || code != 1 {
		return m, fmt.Errorf("%s: chaosrun replay: exit status %d, %v\n%s", f.Test, code, err, out)
	}
	if m.Text, err = asTested(string(out), filepath.Base(recording)); err != nil {
		return m, fmt.Errorf("%s: %w", f.Test, err)
	}
	position, err := f.position(e.Root)
	if err != nil {
		return m, err
	}
	m.look(position)
	m.Swap = unmarked(m.Text)
	before, err := os.ReadFile(filepath.Join(e.Root, textsBefore, f.Test+".txt"))
	m.Before.Text = string(before)
	m.Before.look(position)
	return m, err
}

// textsBefore is the folder of what chaosrun printed of the failures before its reports were rewritten.
const textsBefore = "internal/corpus/understood/testdata/before"

// look measures the text.
func (m *seen) look(position string) {
	at := regexp.MustCompile(`(^|[^\w])` + regexp.QuoteMeta(position) + `($|[^0-9])`)
	lines := strings.Split(strings.TrimSuffix(m.Text, "\n"), "\n")
	m.Lines, m.Widest, m.CauseIn = len(lines), 0, 0
	for i, l := range lines {
		if !strings.HasPrefix(l, toReplay) {
			m.Widest = max(m.Widest, utf8.RuneCountInString(l))
		}
		if m.CauseIn == 0 && at.MatchString(l) {
			m.CauseIn = i + 1
		}
	}
}

const toReplay = "    to replay: "

// swapStep is a step of which the text says that it comes in the other order in a schedule that passes.
var swapStep = regexp.MustCompile(`(?s)- (g\d+) .*?\((\S+\.go:\d+)\)`)

// unmarked are the steps of the swap that the list of steps does not have with their mark.
func unmarked(text string) []string {
	_, swap, ok := strings.Cut(text, "a schedule with these two steps in the other order:\n")
	if !ok {
		return nil
	}
	swap, list, _ := strings.Cut(swap, "\n\n")
	var missing []string
	for _, m := range swapStep.FindAllStringSubmatch(swap, -1) {
		if marked := regexp.MustCompile(`⇄ ` + m[1] + ` +` + regexp.QuoteMeta(m[2]) + ` `); !marked.MatchString(list) {
			missing = append(missing, m[1]+" at "+m[2])
		}
	}
	return missing
}

// asTested is what chaosrun test prints where chaosrun replay prints text: how to replay is its last line, and
// its first one has no word of the replay. A test that states its bug has no such text of chaosrun test.
func asTested(text, recording string) (string, error) {
	first, rest, ok := strings.Cut(text, "\n")
	head, _, replayed := strings.Cut(first, ": replayed, ")
	if !ok || !replayed {
		return "", errors.New("chaosrun replay did something else:\n" + text)
	}
	return head + "\n" + strings.TrimRight(rest, "\n") + "\n" + toReplay + "chaosrun replay .chaosrun/" + recording + "\n", nil
}

// find explores the test until it fails, and returns the recording.
func (e explorer) find(ctx context.Context, f failure) (recording, kind string, err error) {
	args := append([]string{"test", "-artifacts", e.Artifacts, "-run", "^" + f.Test + "$"}, strings.Fields(usual+" "+f.Flags)...)
	out, _, err := e.run(ctx, f.Module, append(args, "./"+f.Package)...)
	if err != nil {
		return "", "", err
	}
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var ev struct{ Event, Test, Kind, Recording string }
		if err := dec.Decode(&ev); err != nil {
			return "", "", fmt.Errorf("chaosrun test -events: %w\n%s", err, out)
		}
		if ev.Recording != "" && ev.Test == f.Test {
			return ev.Recording, ev.Kind, nil
		}
	}
	return "", "", errors.New("no failure is found:\n" + string(out))
}

// run runs chaosrun in the folder of a module.
func (e explorer) run(ctx context.Context, module string, args ...string) (out []byte, code int, err error) {
	cmd := exec.CommandContext(ctx, e.Command, args...)
	cmd.Dir, cmd.Env = filepath.Join(e.Root, module), os.Environ()
	if module != examples {
		cmd.Env = append(cmd.Env, "GOWORK=off") // it is no module of the workspace
	}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err = cmd.Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == 1 {
		return out, 1, nil
	}
	if err != nil {
		err = fmt.Errorf("%w\n%s", err, errs.String())
	}
	return out, cmd.ProcessState.ExitCode(), err
}

// holds says which bars the text does not keep.
func (m measured) holds() error {
	var errs []error
	if m.Lines > mostLines {
		errs = append(errs, fmt.Errorf("%d lines, want at most %d", m.Lines, mostLines))
	}
	if m.Widest > mostColumns {
		errs = append(errs, fmt.Errorf("a line of %d columns, want at most %d", m.Widest, mostColumns))
	}
	if m.CauseIn == 0 || m.CauseIn > causeWithin {
		errs = append(errs, fmt.Errorf("the cause stands in line %d (0: nowhere), want it within %d", m.CauseIn, causeWithin))
	}
	for _, s := range m.Swap {
		errs = append(errs, fmt.Errorf("the list has no line with a mark for the step of %s, which changes places", s))
	}
	return errors.Join(errs...)
}
