package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"
)

// stressLimit is far more than the runs of a stop take. A run that hangs ends with it.
const stressLimit = time.Minute

type tour struct {
	root  string
	out   io.Writer
	pause func()

	count     int    // runs under stress, if not those of the stop
	artifacts string // folder for recordings, if not the usual one
}

func (t *tour) walk(ctx context.Context, stops []stop) error {
	t.print("Five bugs that a stress test misses and chaosrun finds. The first time, chaosrun builds\n" +
		"its controlled standard library; that takes a minute.\n")
	var missed int
	for i, s := range stops {
		t.print("\n=== %d of %d: %s\n\n%s\n", i+1, len(stops), s.title, wrap(s.is))
		silent, err := t.visit(ctx, s)
		if err != nil {
			return fmt.Errorf("%s: %w", s.dir, err)
		}
		if silent {
			missed++
		}
	}
	t.print("\nStress missed %d of %d bugs, chaosrun none. Every example is in examples/README.md; to run\n"+
		"them all: go run ./cmd/chaosrun test ./examples/...\n", missed, len(stops))
	return nil
}

// visit goes through one example, and returns whether stress found nothing.
func (t *tour) visit(ctx context.Context, s stop) (silent bool, err error) {
	t.print("\nThis is how it is wrong, in ")
	if err := t.code(s, s.wrong); err != nil {
		return false, err
	}
	t.pause()
	if silent, err = t.stress(ctx, s); err != nil {
		return false, err
	}
	t.pause()
	recording, err := t.find(ctx, s)
	if err != nil {
		return false, err
	}
	t.pause()
	if err := t.schedule(ctx, s, recording); err != nil {
		return false, err
	}
	t.pause()
	t.print("\nThis is how it is right, in ")
	if err := t.code(s, s.right); err != nil {
		return false, err
	}
	t.print("\nThe same test of it:\n\n")
	if _, err := t.command(ctx, t.out, t.chaosrun("test", "-v", "-run", only(s.fixed), folder(s))...); err != nil {
		return false, fmt.Errorf("the right version does not pass: %w", err)
	}
	t.pause()
	return silent, nil
}

func (t *tour) code(s stop, name string) error {
	file, text, err := declaration(filepath.Join(t.root, "examples", filepath.FromSlash(s.dir)), name)
	if err != nil {
		return err
	}
	t.print("examples/%s/%s:\n\n%s\n", s.dir, file, indent(text))
	return nil
}

// stress runs the wrong version many times with go test alone.
func (t *tour) stress(ctx context.Context, s stop) (silent bool, err error) {
	n := s.count
	if t.count > 0 {
		n = t.count
	}
	t.print("\nIts test, %d times with go test:\n\n", n)
	out, err := t.command(ctx, t.out, "go", "test", "-tags", "chaosrun", "-run", only(s.test),
		"-count", fmt.Sprint(n), "-timeout", stressLimit.String(), folder(s))
	switch {
	case err == nil:
		t.print("\nNothing is found.\n")
	case ctx.Err() != nil:
		return false, ctx.Err()
	case strings.Contains(out, "panic: test timed out"):
		t.print("\nThis time it did not end within a minute: a run hangs, or the machine is slow.\n")
	case strings.Contains(out, "--- FAIL: ") || strings.Contains(out, "panic: "):
		t.print("\nThis time it is found: the goroutines happened to come in that order.\n")
	default:
		return false, fmt.Errorf("go test did not run: %w", err)
	}
	return err == nil, nil
}

var replay = regexp.MustCompile(`to replay: chaosrun replay (.+\.chaos)`)

// find runs the wrong version under control and returns the recording of its failure.
func (t *tour) find(ctx context.Context, s stop) (recording string, err error) {
	t.print("\nThe same test under chaosrun, until it fails, at most 1000 times:\n\n")
	out, err := t.command(ctx, t.out, t.chaosrun("test", "-run", only(s.test), folder(s))...)
	if err != nil {
		return "", fmt.Errorf("chaosrun did not find the bug: %w", err)
	}
	m := replay.FindStringSubmatch(out)
	if m == nil {
		return "", errors.New("chaosrun named no recording of what it found")
	}
	return m[1], nil
}

// schedule shows the shortest one that was found, of a long one the steps that matter.
func (t *tour) schedule(ctx context.Context, s stop, recording string) error {
	t.print("\nThe schedule that does it, made as simple as can be:\n\n")
	ours, err := filepath.Glob(filepath.Join(t.root, "examples", filepath.FromSlash(s.dir), "*.go"))
	if err != nil {
		return err
	}
	for i := range ours {
		ours[i] = filepath.Base(ours[i])
	}
	out, err := t.command(ctx, io.Discard, "go", "run", "./cmd/chaosrun", "show", recording)
	if err != nil {
		return fmt.Errorf("the recording cannot be shown: %w", err)
	}
	t.print("%s\n\n%s\n", indent(shorten(out, ours)), wrap(s.why))
	return nil
}

func (t *tour) chaosrun(command string, args ...string) []string {
	all := []string{"go", "run", "./cmd/chaosrun", command}
	if t.artifacts != "" {
		all = append(all, "-artifacts", t.artifacts)
	}
	return append(all, args...)
}

// command runs one, after saying so, and returns what it has printed.
func (t *tour) command(ctx context.Context, out io.Writer, args ...string) (string, error) {
	var quoted []string
	for _, a := range args {
		if strings.ContainsAny(a, "^$ ") {
			a = "'" + a + "'"
		}
		quoted = append(quoted, a)
	}
	t.print("    $ %s\n", strings.Join(quoted, " "))
	var all bytes.Buffer
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = t.root
	var mu sync.Mutex // both outputs may go to one writer
	cmd.Stdout = &locked{&mu, io.MultiWriter(out, &all)}
	cmd.Stderr = &locked{&mu, t.out}
	err := cmd.Run()
	return all.String(), err
}

// locked is a writer that shares its lock with others.
type locked struct {
	mu *sync.Mutex
	w  io.Writer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

func (t *tour) print(format string, args ...any) { fmt.Fprintf(t.out, format, args...) }

func only(test string) string { return "^" + test + "$" }

func folder(s stop) string { return "./examples/" + s.dir }

func indent(text string) string {
	return "    " + strings.ReplaceAll(text, "\n", "\n    ")
}

// wrap breaks a paragraph into lines of 88 characters.
func wrap(text string) string {
	var b strings.Builder
	n := 0
	for _, word := range strings.Fields(text) {
		if n > 0 && n+1+len(word) > 88 {
			b.WriteByte('\n')
			n = 0
		} else if n > 0 {
			b.WriteByte(' ')
			n++
		}
		b.WriteString(word)
		n += len(word)
	}
	return b.String()
}
