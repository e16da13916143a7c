package hunt

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/cilog"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// A test may fail only after others, or beside them, because of what they leave in the process. An
// overlay then adds a test to the package that runs those of the log as its subtests, in the log's
// order: they are under control as one test is, and a recording of them replays for as long as the
// overlay is there.

const (
	togetherTest   = "TestChaosrunTogether"
	togetherPrefix = togetherTest + "/"
	togetherFile   = "chaosrun_together_test.go"
	mostTogether   = 50 // tests before it, and as many beside it
)

// together are the tests that a goal's test ran with, in order, itself among them.
func together(g *cilog.Goal) []string {
	before := g.Before[max(0, len(g.Before)-mostTogether):]
	beside := g.Beside[:min(len(g.Beside), mostTogether)]
	all := append(slices.Clone(before), top(g.Test))
	for _, t := range beside {
		if !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	return slices.DeleteFunc(all, func(t string) bool { return !strings.HasPrefix(t, "Test") })
}

// repeated is what package testing adds to the name of a subtest that is there again.
var repeated = regexp.MustCompile(`^([^/]*?)#\d\d(/|$)`)

// ranTogether is the name that a test of a run has in the log.
func ranTogether(name string) string {
	if rest, ok := strings.CutPrefix(name, togetherPrefix); ok {
		return repeated.ReplaceAllString(rest, "$1$2")
	}
	return name
}

// runTogether builds a goal's test with those that ran before and beside it in the log, and notes in
// the setup which they are.
func (w *Workshop) runTogether(ctx context.Context, f flavour, g *cilog.Goal, setup *Setup) (*runner.Runner, string, error) {
	_, p, err := w.find(ctx, f, g)
	if err != nil {
		return nil, "", err
	}
	if w.Config.Flags.Overlay != "" {
		return nil, "", errors.New("-overlay is given, and there can be only one")
	}
	tests, name, err := inOnePackage(p, together(g), top(g.Test))
	if err != nil {
		return nil, "", err
	}
	if len(tests) < 2 {
		return nil, "", errors.New("the tests beside it are not in its package any more")
	}
	setup.tests = tests
	var text bytes.Buffer
	fmt.Fprintf(&text, "package %s\n\nimport \"testing\"\n\nfunc %s(t *testing.T) {\n", name, togetherTest)
	for _, t := range tests {
		fmt.Fprintf(&text, "\tt.Run(%q, %s)\n", t, t)
	}
	text.WriteString("}\n")
	if f.overlay, err = w.writeOverlay(p.Dir, text.Bytes()); err != nil {
		return nil, "", err
	}
	tc, err := w.toolchain(ctx, f)
	if err != nil {
		return nil, "", err
	}
	pkgs, err := tc.List(ctx, p.ImportPath)
	if err != nil {
		return nil, "", err
	}
	o := w.options(togetherTest)
	o.Isolate = true // what the tests leave behind must not be there when they begin
	r, _, err := buildPackage(ctx, tc, o, pkgs[0])
	return r, togetherTest, err
}

// inOnePackage are those of the tests that are in the same package as one of them, which a file
// with that package's name can call: a folder may have two.
func inOnePackage(p *toolchain.Package, tests []string, of string) (same []string, name string, err error) {
	home := func(test string) (string, error) {
		file, err := declares(p, test)
		switch {
		case err != nil || file == "":
			return "", err
		case slices.Contains(p.XTestGoFiles, file):
			return p.Name + "_test", nil
		}
		return p.Name, nil
	}
	if name, err = home(of); err != nil {
		return nil, "", err
	}
	for _, t := range tests {
		in, err := home(t)
		if err != nil {
			return nil, "", err
		}
		if in == name {
			same = append(same, t)
		}
	}
	return same, name, nil
}

// writeOverlay writes a test file for a package's folder, and an overlay that puts it there, to the
// artifacts folder, which is there. It returns the name of the overlay.
func (w *Workshop) writeOverlay(dir string, text []byte) (string, error) {
	sum := sha256.Sum256(append([]byte(dir+"\n"), text...))
	name := filepath.Join(w.Options.Artifacts, "together-"+hex.EncodeToString(sum[:4]))
	if err := os.WriteFile(name+".go.txt", text, 0o644); err != nil {
		return "", err
	}
	base, err := filepath.Abs(w.Config.Dir)
	if err != nil {
		return "", err
	}
	if rel, err := filepath.Rel(base, dir); err == nil {
		dir = rel // so that it means the same where the module is somewhere else
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(dir, togetherFile): name + ".go.txt"}})
	if err != nil {
		return "", err
	}
	return name + ".json", os.WriteFile(name+".json", overlay, 0o644)
}
