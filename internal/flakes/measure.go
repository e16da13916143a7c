package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/hunt"
	"github.com/chaosrun/chaosrun/internal/modcopy"
)

// Result is what came of hunting a flake.
type Result struct {
	Sum   string // of the flake when it was hunted
	Go    string
	Bad   Hunt
	Fixed Hunt
}

// Hunt is what `chaosrun hunt -from` has answered at one version.
type Hunt struct {
	Limit     string // -duration
	Answer    hunt.Verdict
	Why       string   `json:",omitempty"`
	Caveat    string   `json:",omitempty"`
	Needs     []string `json:",omitempty"` // what it takes beside a schedule
	Others    []string `json:",omitempty"` // failures that are not the log's
	Error     string   `json:",omitempty"`
	Schedules uint64
	Seconds   float64 // real time of the hunt, builds included
	Replayed  bool    `json:",omitempty"` // the recording fails again in a fresh process
}

// hunter hunts flakes with one binary of chaosrun.
type hunter struct {
	chaosrun, cache string
	limit, silent   time.Duration // -duration before the fix, and with it
	log             io.Writer     // for what chaosrun says
}

func (h *hunter) measure(ctx context.Context, f *Flake) (*Result, error) {
	version, err := exec.CommandContext(ctx, "go", "env", "GOVERSION").Output()
	if err != nil {
		return nil, err
	}
	r := &Result{Sum: f.sum(), Go: strings.TrimSpace(string(version))}
	if r.Bad, err = h.hunt(ctx, f, f.Bad, h.limit); err != nil {
		return nil, fmt.Errorf("%s: %w", f.Bad, err)
	}
	if r.Fixed, err = h.hunt(ctx, f, f.Fixed, h.silent); err != nil {
		return nil, fmt.Errorf("%s: %w", f.Fixed, err)
	}
	return r, nil
}

// hunt hunts the failure of the log at one version of the module.
func (h *hunter) hunt(ctx context.Context, f *Flake, at string, limit time.Duration) (Hunt, error) {
	module, version := split(at)
	dir, err := modcopy.Get(ctx, module, version, h.cache)
	if err != nil {
		return Hunt{}, err
	}
	artifacts, err := os.MkdirTemp(h.cache, "artifacts-")
	if err != nil {
		return Hunt{}, err
	}
	defer os.RemoveAll(artifacts)
	log := filepath.Join(artifacts, "log.txt")
	if err := os.WriteFile(log, []byte(f.logFor(at)), 0o644); err != nil {
		return Hunt{}, err
	}
	args := append([]string{"hunt", "-from", log, "-events", "-artifacts", artifacts, "-duration", limit.String()}, f.Flags...)
	start := time.Now()
	cmd := exec.CommandContext(ctx, h.chaosrun, args...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = io.MultiWriter(&stderr, h.log)
	out, err := cmd.Output()
	took := time.Since(start)
	h.log.Write(out)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return Hunt{}, err
	}
	got, recording, err := answer(out)
	if err != nil {
		return Hunt{}, fmt.Errorf("chaosrun hunt: %w\n%s", err, stderr.Bytes())
	}
	got.Limit, got.Seconds = limit.String(), took.Seconds()
	got.shorten(dir)
	if recording != "" {
		got.Replayed = h.replay(ctx, dir, recording)
	}
	return got, nil
}

// overlay is what replay asks for, if the recording is of tests that hunt has put together in a file.
var overlay = regexp.MustCompile(`type: chaosrun replay (-overlay=\S+)`)

// replay reports whether a recording fails again in a fresh process.
func (h *hunter) replay(ctx context.Context, dir, recording string) bool {
	args := []string{"replay", recording}
	for {
		cmd := exec.CommandContext(ctx, h.chaosrun, args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() == 1 {
			return true
		}
		if m := overlay.FindSubmatch(out); m != nil && len(args) == 2 {
			args = []string{"replay", string(m[1]), recording}
			continue
		}
		fmt.Fprintf(h.log, "the recording does not fail again: %v\n%s\n", err, out)
		return false
	}
}

// event is a line of chaosrun's output.
type event struct {
	Event, Why, Caveat, Message, Recording, Error string

	Answer    hunt.Verdict
	Schedules uint64
	Needs     []string
	Others    []string // recordings
}

// answer reads the answer of a hunt for one failure, and the recording that goes with it.
func answer(out []byte) (h Hunt, recording string, err error) {
	messages := make(map[string]string) // by recording
	answers := 0
	for l := range bytes.Lines(out) {
		if l[0] != '{' {
			continue
		}
		var e event
		if err := json.Unmarshal(l, &e); err != nil {
			return h, "", fmt.Errorf("%w in %s", err, l)
		}
		if e.Recording != "" && e.Message != "" {
			messages[e.Recording] = e.Message
		}
		if e.Event != "answer" {
			continue
		}
		answers++
		h = Hunt{Answer: e.Answer, Why: e.Why, Caveat: e.Caveat, Needs: e.Needs, Error: e.Error, Schedules: e.Schedules}
		for _, o := range e.Others {
			h.Others = append(h.Others, messages[o])
		}
		recording = e.Recording
	}
	if answers != 1 {
		return h, "", fmt.Errorf("there are %d answers, and not one", answers)
	}
	return h, recording, nil
}

// shorten takes folders of this machine out of texts, and leaves out all but the beginning.
func (h *Hunt) shorten(dir string) {
	short := func(s string) string {
		s = strings.ReplaceAll(s, dir+string(filepath.Separator), "")
		s = strings.Join(strings.Fields(s), " ")
		if len(s) > 300 {
			s = strings.ToValidUTF8(s[:300], "") + "…"
		}
		return s
	}
	h.Why, h.Caveat, h.Error = short(h.Why), short(h.Caveat), short(h.Error)
	for i, o := range h.Others {
		h.Others[i] = short(o)
	}
	if len(h.Others) > 5 {
		h.Others = append(h.Others[:5], fmt.Sprintf("%d more", len(h.Others)-5))
	}
}
