// Package ci writes configurations for continuous integration: what has changed is explored
// for every pull request, and everything at night.
package ci

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"text/template"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

//go:embed templates
var templates embed.FS

// ownModule is this module: its own repository builds the chaosrun that it has.
const ownModule = "github.com/chaosrun/chaosrun"

// System is a system of continuous integration.
type System struct {
	Name     string
	File     string // what is written, below the root of the repository
	template string
	flag     string // of chaosrun init ci
}

// The systems that there are configurations for.
var (
	GitHub = System{"GitHub Actions", ".github/workflows/chaosrun.yml", "github.yml", ""}
	GitLab = System{"GitLab CI", ".gitlab/chaosrun.yml", "gitlab.yml", " -gitlab"}
)

// Project is what a configuration depends on.
type Project struct {
	Root    string // of the repository: where the configuration goes
	Dir     string // the module's folder below it, with slashes; "." is the root itself
	Install string // the command that installs chaosrun
	Go      string // version of Go, like 1.26
	GoFile  bool   // go.mod asks for a version that chaosrun knows
	Sums    string // the files, below Dir, that change when a dependency does
	// Packages are the patterns of the packages to explore.
	Packages []string
}

// Versions of Go: the oldest that chaosrun knows, and what is used when go.mod asks for less.
const (
	oldestGo = "v1.25"
	usualGo  = "1.26"
)

// plain are names and patterns that mean nothing else to YAML, a shell, or GitHub.
var plain = regexp.MustCompile(`^[A-Za-z0-9._+@/-]+$`)

// Find looks at the module that dir is in, whose packages of these patterns, ./... if there
// are none, are to be explored. version is the version of chaosrun that runs, which
// is installed if it is a release and the module does not require another.
func Find(dir, version string, patterns []string) (*Project, error) {
	for _, p := range patterns {
		if !plain.MatchString(p) || strings.HasPrefix(p, "-") {
			return nil, fmt.Errorf("%q is no pattern of packages", p)
		}
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	folder, ok := above(dir, "go.mod")
	if !ok {
		return nil, errors.New("there is no go.mod here or above: run chaosrun init ci in the module whose tests are to be explored")
	}
	root, ok := above(folder, ".git")
	if !ok {
		root = folder
	}
	p := &Project{Root: root, Packages: patterns}
	if p.Dir, err = filepath.Rel(root, folder); err != nil {
		return nil, err
	}
	if p.Dir = filepath.ToSlash(p.Dir); !plain.MatchString(p.Dir) {
		return nil, fmt.Errorf("the module's folder %q has characters in it that mean something else in a configuration: rename it, or write the configuration by hand", p.Dir)
	}
	name := filepath.Join(folder, "go.mod")
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	mod, err := modfile.ParseLax(name, text, nil)
	if err != nil {
		return nil, err
	}
	if mod.Module == nil {
		return nil, fmt.Errorf("%s names no module", name)
	}
	p.Go = usualGo
	if mod.Go != nil && semver.Compare("v"+mod.Go.Version, oldestGo) >= 0 {
		p.Go, p.GoFile = strings.TrimPrefix(semver.MajorMinor("v"+mod.Go.Version), "v"), true
	}
	p.Install, p.Sums = install(mod, version), sums(folder)
	return p, nil
}

// sums is the name or pattern of the files that change when a dependency of the module, or of
// another one of its workspace, does.
func sums(folder string) string {
	has := func(name string) bool {
		_, err := os.Stat(filepath.Join(folder, name))
		return err == nil
	}
	switch {
	case has("go.work"):
		return "**/go.sum"
	case has("go.sum"):
		return "go.sum"
	}
	return "go.mod" // it requires nothing
}

// install is the command that installs the chaosrun that fits the module.
func install(mod *modfile.File, version string) string {
	if mod.Module.Mod.Path == ownModule {
		return "go install ./cmd/chaosrun"
	}
	if !semver.IsValid(version) || semver.Build(version) != "" || module.IsPseudoVersion(version) {
		version = "latest" // it was built from a checkout, which may be nowhere else
	}
	for _, r := range mod.Require {
		if r.Mod.Path == ownModule && r.Mod.Version != "v0.0.0" {
			version = r.Mod.Version
		}
	}
	return "go install " + ownModule + "/cmd/chaosrun@" + version
}

// above is the first folder, dir or above it, with a file or folder of that name.
func above(dir, name string) (string, bool) {
	for {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return dir, true
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", false
		}
		dir = up
	}
}

// In is the name of a file of the module, from the root of the repository on.
func (p *Project) In(name string) string { return path.Join(p.Dir, name) }

func (p *Project) patterns() string {
	if len(p.Packages) == 0 {
		return "./..."
	}
	return strings.Join(p.Packages, " ")
}

// Config is the configuration of a project.
func (p *Project) Config(s System) (string, error) {
	quote := strconv.Quote // of plain characters it is the same in YAML
	t, err := template.New(s.template).Delims("[[", "]]").Funcs(template.FuncMap{
		"quote": quote,
		"list": func(names ...string) string {
			for i, n := range names {
				names[i] = quote(n)
			}
			return "[" + strings.Join(names, ", ") + "]"
		},
	}).ParseFS(templates, "templates/"+s.template)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = t.Execute(&b, struct {
		*Project
		Command  string
		Patterns string
	}{p, strings.Join(append([]string{"chaosrun init ci" + s.flag}, p.Packages...), " "), p.patterns()})
	return b.String(), err
}

// Write writes the configuration of a project, and returns the name of the file. A file that
// is there is replaced only by force.
func (p *Project) Write(s System, force bool) (string, error) {
	text, err := p.Config(s)
	if err != nil {
		return "", err
	}
	name := filepath.Join(p.Root, filepath.FromSlash(s.File))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return "", fmt.Errorf("cannot make the folder of the configuration: %w", err)
	}
	mode := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if force {
		mode = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	f, err := os.OpenFile(name, mode, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("%s is there already: -force writes over it", name)
	}
	if err != nil {
		return "", fmt.Errorf("cannot write the configuration: %w", err)
	}
	_, err = f.WriteString(text)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return "", fmt.Errorf("cannot write the configuration: %w", err)
	}
	return name, nil
}
