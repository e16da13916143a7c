package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// What an agent asks for stays in the folder in which the server was started.

// pattern checks a pattern of packages: they have to be in the folder of the server.
func (s *agentServer) pattern(p string) (string, error) {
	if p == "" {
		p = "."
	}
	bad := fmt.Errorf("the package is %q: want one of this folder, like ./queue, or ./... for all", p)
	dir := strings.TrimSuffix(strings.TrimSuffix(p, "..."), "/")
	if p != "." && !strings.HasPrefix(p, "./") || dir != "." && !filepath.IsLocal(dir) || strings.Contains(dir, "...") {
		return "", bad
	}
	at, err := filepath.EvalSymlinks(filepath.Join(s.dir, dir))
	if err != nil {
		return "", fmt.Errorf("%w; there is no folder %s", bad, dir)
	}
	if !s.inside(at) {
		return "", bad
	}
	return p, nil
}

// inside reports whether a folder, named without links, is in that of the server.
func (s *agentServer) inside(dir string) bool {
	rel, err := filepath.Rel(s.dir, dir)
	return err == nil && filepath.IsLocal(rel)
}

// recording reads the recording that a tool is asked of: a finding's, or a file in the artifacts folder. Its name
// comes from an agent, and findings files and links may come from anywhere: no other file is read.
func (s *agentServer) recording(name string) (rec *trace.Trace, file string, err error) {
	switch {
	case name == "":
		name, err = newestRecording(artifactsFolder)
	case idBegin.MatchString(name):
		name, err = recordingOfFinding(name)
	}
	if err != nil {
		return nil, "", err
	}
	rel, err := filepath.Rel(artifactsFolder, filepath.FromSlash(name))
	if err != nil || !filepath.IsLocal(rel) {
		return nil, "", fmt.Errorf("the finding is %q: want the id of one, as list_findings has it, or a recording in the folder %s", name, artifactsFolder)
	}
	root, err := os.OpenRoot(artifactsFolder)
	if err != nil {
		return nil, "", err
	}
	defer root.Close()
	if info, err := root.Stat(rel); err != nil || !info.Mode().IsRegular() {
		return nil, "", fmt.Errorf("there is no recording %s in the folder %s", rel, artifactsFolder)
	}
	f, err := root.Open(rel)
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	if rec, err = trace.Read(f); err != nil {
		return nil, "", fmt.Errorf("%s: %w", name, err)
	}
	return rec, name, nil
}

// build builds the test of a recording.
func (s *agentServer) build(c *call, rec *trace.Trace, name string) (*runner.Runner, error) {
	if err := c.turn(); err != nil {
		return nil, err
	}
	o := runner.Options{Runner: runner.Runner{Patience: 30 * time.Second, Tied: true}, Processes: runtime.NumCPU()}
	c.report("building the test of the recording")
	r, err := buildRecorded(c.command(), rec, name, toolchain.Flags{}, o, c)
	if err != nil {
		return nil, err
	}
	return r, s.own(r)
}

// own checks that a test is of this folder: a recording may name any package that its module knows.
func (s *agentServer) own(r *runner.Runner) error {
	dir, err := filepath.EvalSymlinks(r.PackageDir)
	if err == nil && !s.inside(dir) {
		err = fmt.Errorf("the recording is of package %s, which is not in the folder of this server: it is not run", r.Package)
	}
	return err
}
