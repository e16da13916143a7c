// Package toolchain builds test binaries that run under control.
//
// It finds the go command that the user's module would use, applies small edits to
// a copy of that GOROOT's runtime and standard library, and builds the test binary
// against them with the go command's -overlay flag. Nothing of the user's is
// touched: no source, no go.mod, no GOROOT.
package toolchain

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Go minor versions whose runtime the edits fit.
const (
	oldestMinor = 25
	newestMinor = 27
)

// Config says what to build with. The zero value builds as go test would in the
// current directory.
type Config struct {
	Dir     string // where the go command runs; "": the current directory
	Version string // Go version, like "go1.25.5"; "": the module's
	Race    bool   // with the race detector
	// Accesses makes plain reads and writes of the module's packages scheduling points, and
	// looks for races with a detector of our own, which needs no cgo.
	Accesses bool
	// Counters makes the packages of the module count which edges of their code are run, for
	// fuzzing.
	Counters bool
	Tags     string    // build tags, separated by commas
	Flags    Flags     // further flags of the go command
	Cover    string    // count what is covered of the package under test: set, count or atomic; "": do not
	CoverPkg string    // or of those that match these patterns, separated by commas
	Program  bool      // build programs, and not tests
	Net      string    // "real": leave package net alone
	Log      io.Writer // progress; nil: none
}

// Toolchain is a go command, its edited standard library, and the cache in which
// what it builds is kept. Build is safe for concurrent use once List has returned.
type Toolchain struct {
	Config
	Overlay *Overlay
	Env     GoEnv
	minor   int
	root    string
	cache   string
	environ []string
	// Set by List: packages that use sync/atomic, those of the user's own modules, and what
	// each package's test binary is made of.
	atomics  map[string]bool
	own      map[string]bool
	testDeps map[string][]string
	dirs     map[string]string // folders of packages
	// Failpoints in the user's code, by import path, the overlay that rewrites them too, and the
	// user's own.
	points  map[string][]Failpoint
	overlay *Overlay
	user    userOverlay
}

// GoEnv is what we need of go env.
type GoEnv struct {
	GOROOT, GOVERSION, GOOS, GOARCH, CGO_ENABLED, GOFLAGS, GOEXPERIMENT, GOMODCACHE string
}

var versionRE = regexp.MustCompile(`^(?:devel )?go1\.(\d+)`)

// BuildOnRealNet builds the tests of a package as Build does, but with package net left alone.
func (t *Toolchain) BuildOnRealNet(ctx context.Context, p *Package) (bin string, err error) {
	c := t.Config
	c.Net = "real"
	real, err := Find(ctx, c)
	if err != nil {
		return "", err
	}
	pkgs, err := real.List(ctx, p.named()...)
	if err != nil {
		return "", err
	}
	if len(pkgs) != 1 {
		return "", fmt.Errorf("%s is not one package", p.Label())
	}
	return real.Build(ctx, pkgs[0])
}

// Find locates the go command for the directory and prepares its overlay.
func Find(ctx context.Context, c Config) (*Toolchain, error) {
	t := &Toolchain{Config: c, environ: os.Environ(), atomics: make(map[string]bool), own: make(map[string]bool), testDeps: make(map[string][]string), dirs: make(map[string]string), points: make(map[string][]Failpoint)}
	if c.Version != "" {
		v := c.Version
		if !strings.HasPrefix(v, "go") {
			v = "go" + v
		}
		t.environ = append(t.environ, "GOTOOLCHAIN="+v)
	}
	var err error
	if t.root, err = c.Root(); err != nil {
		return nil, err
	}
	if _, err := exec.LookPath("go"); err != nil {
		return nil, errors.New("no go command in PATH: install Go (version 1.25 or later) and try again")
	}
	out, err := t.goOutput(ctx, "env", "-json", "GOROOT", "GOVERSION", "GOOS", "GOARCH", "CGO_ENABLED", "GOFLAGS", "GOEXPERIMENT", "GOMODCACHE")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(out, &t.Env); err != nil {
		return nil, fmt.Errorf("go env printed something unexpected: %w", err)
	}
	if err := t.Env.controllable(hostSystem); err != nil {
		return nil, err
	}
	m := versionRE.FindStringSubmatch(t.Env.GOVERSION)
	if m == nil {
		return nil, fmt.Errorf("cannot tell the version of this Go: it calls itself %q", t.Env.GOVERSION)
	}
	t.minor, _ = strconv.Atoi(m[1])
	if t.minor < oldestMinor || t.minor > newestMinor {
		return nil, fmt.Errorf("chaosrun knows the runtimes of Go 1.%d to 1.%d, and this is %s: choose one with -go, like -go 1.26.8", oldestMinor, newestMinor, t.Env.GOVERSION)
	}
	if err := t.Flags.Check(); err != nil {
		return nil, err
	}
	if err := t.fullNames(); err != nil {
		return nil, err
	}
	if err := t.lookAtFlags(); err != nil {
		return nil, err
	}
	if c.Race && c.Accesses {
		return nil, errors.New("-accesses has a race detector of its own: leave -race out")
	}
	if c.Race && t.Env.CGO_ENABLED != "1" {
		return nil, errors.New("-race needs cgo: install a C compiler or set CGO_ENABLED=1")
	}
	if t.cache, err = CacheDir(); err != nil {
		return nil, err
	}
	if err := t.mirror(); err != nil {
		return nil, err
	}
	files, err := overlayFiles(t.Env, t.minor, c.Net == "real", c.Accesses)
	if err != nil {
		return nil, fmt.Errorf("cannot control %s: %w", t.Env.GOVERSION, err)
	}
	if err := t.user.refuse(t.Env.GOROOT, files); err != nil {
		return nil, err
	}
	if t.Overlay, err = writeOverlay(t.cache, t.Env.GOROOT, files); err != nil {
		return nil, fmt.Errorf("cannot write to the cache folder: %w", err)
	}
	t.overlay = t.Overlay
	if t.minor == 26 {
		// The collection that proves leaks is an experiment in Go 1.26.
		exp := "goroutineleakprofile"
		if t.Env.GOEXPERIMENT != "" {
			exp = t.Env.GOEXPERIMENT + "," + exp
		}
		t.environ = append(t.environ, "GOEXPERIMENT="+exp)
	}
	return t, nil
}

// Root is the folder from which files are named, as [Config.Root] has it.
func (t *Toolchain) Root() string { return t.root }

// mirror gives a GOROOT that the go command fetched into the module cache, where
// overlays are refused, a second name outside of it.
func (t *Toolchain) mirror() error {
	if !t.cached(t.Env.GOROOT) {
		return nil
	}
	h := sha256.Sum256([]byte(t.Env.GOROOT))
	link := filepath.Join(t.cache, fmt.Sprintf("goroot-%s-%x", t.Env.GOVERSION, h[:4]))
	if err := os.MkdirAll(t.cache, 0o755); err != nil {
		return fmt.Errorf("cannot write to the cache folder: %w", err)
	}
	if err := os.Symlink(t.Env.GOROOT, link); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("cannot write to the cache folder: %w", err)
	}
	t.Env.GOROOT = link
	t.environ = append(t.environ, "GOROOT="+link, "GOTOOLCHAIN=local")
	return nil
}

// cached reports whether a file or folder is in the module cache, where overlays are refused.
func (t *Toolchain) cached(name string) bool {
	rel, err := filepath.Rel(t.Env.GOMODCACHE, name)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// Proves reports whether this Go can prove that a goroutine waits for ever.
func (t *Toolchain) Proves() bool { return t.minor >= 26 }

// CacheDir is the folder in which edited standard libraries and test binaries are kept between runs. All
// that is in there can be made again.
func CacheDir() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no cache folder: %w (set XDG_CACHE_HOME or HOME)", err)
	}
	return filepath.Join(base, "chaosrun"), nil
}

// BuildError is a package that the go command could not build. Output is the
// compiler's own message.
type BuildError struct {
	ImportPath string
	Output     string
}

func (e *BuildError) Error() string {
	return fmt.Sprintf("%s does not build:\n%s", e.ImportPath, strings.TrimRight(e.Output, "\n"))
}

// Build builds the test binary of a package and returns its path in the cache. It
// returns "" if the package turns out to have no tests.
func (t *Toolchain) Build(ctx context.Context, p *Package) (string, error) {
	h := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%v%v\n%s%s%s\n%s\n%s\n%s\n%+v%q", t.overlay.ID, p.ImportPath, t.Race, t.Counters, t.Tags, t.Cover, t.CoverPkg, p.Dir, t.Env.GOFLAGS, t.Env.CGO_ENABLED, t.Flags, p.Files))
	dir := filepath.Join(t.cache, "bin", hex.EncodeToString(h[:])[:16])
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("cannot write to the cache folder: %w", err)
	}
	return t.buildIn(ctx, p, dir)
}

// buildIn builds the test binary of a package in a folder.
func (t *Toolchain) buildIn(ctx context.Context, p *Package, dir string) (string, error) {
	bin := filepath.Join(dir, filepath.Base(p.Dir)+".test")
	t.announce()
	// The binary that is there may be running: it is replaced, and never written to. The go
	// command need not link a copy that is up to date.
	fresh := filepath.Join(dir, fmt.Sprintf("fresh-%d.test", os.Getpid()))
	defer os.Remove(fresh)
	if old, err := os.ReadFile(bin); err == nil {
		if err := os.WriteFile(fresh, old, 0o755); err != nil {
			return "", fmt.Errorf("cannot write to the cache folder: %w", err)
		}
	}
	args := []string{"test", "-c", "-vet=off", "-overlay=" + t.overlay.File, "-tags=" + t.tags(), "-o", fresh}
	if t.Race {
		args = append(args, "-race")
	}
	if t.Cover != "" {
		args = append(args, "-cover", "-covermode="+t.Cover)
	}
	if t.CoverPkg != "" {
		args = append(args, "-coverpkg="+t.CoverPkg)
	}
	args = slices.Concat(args, t.Flags.choose(), t.Flags.compile(), t.linkerFlags(), t.compilerFlags(p))
	cmd := t.goCmd(ctx, append(args, p.named()...)...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		if out.Len() == 0 {
			return "", fmt.Errorf("the go command did not come to its end when it built %s: %w", p.ImportPath, err)
		}
		return "", &BuildError{p.Label(), t.overlay.original(out.String())}
	}
	if _, err := os.Stat(fresh); err != nil {
		return "", nil // the go command found no test files
	}
	if err := os.Rename(fresh, bin); err != nil {
		return "", fmt.Errorf("cannot write to the cache folder: %w", err)
	}
	t.built()
	_ = evict(t.cache, time.Now()) // a cache that is full, or somebody else's, is no reason to fail
	return bin, nil
}

// TestImports reports whether the test binary of p has that package in it.
func (t *Toolchain) TestImports(p *Package, path string) bool {
	return slices.Contains(t.testDeps[p.ImportPath], path)
}

// compilerFlags are the flags for the packages in the test binary of p that need some.
func (t *Toolchain) compilerFlags(p *Package) []string {
	flags := make(map[string]string)
	for _, dep := range append(t.testDeps[p.ImportPath], p.ImportPath) {
		path, _, _ := strings.Cut(dep, " ")
		if t.Accesses && (t.own[path] || path == p.ImportPath) {
			flags[path] = "-race" // every read and write is a call
		}
		if t.Counters && (t.own[path] || path == p.ImportPath) {
			flags[path] = strings.TrimSpace(flags[path] + " -d=libfuzzer")
		}
		if t.atomics[path] {
			// Calls of atomic functions must be calls.
			flags[path] = strings.TrimSpace(flags[path] + " -d=ssa/intrinsics/off")
		}
	}
	return t.gcflags(p, flags)
}

// linkerFlags make the linker leave out the tables for debuggers, as it does for go test, unless somebody has
// given flags for the compiler or the linker.
func (t *Toolchain) linkerFlags() []string {
	if len(t.Flags.Ldflags)+len(t.Flags.Gcflags)+len(t.inGOFLAGS("ldflags")) > 0 {
		return nil
	}
	return []string{"-ldflags=-w"}
}

// stamp is a file that says that this standard library has been built once.
func (t *Toolchain) stamp() string {
	return filepath.Join(filepath.Dir(t.Overlay.File), fmt.Sprintf("built-race-%v", t.Race))
}

func (t *Toolchain) announce() {
	if _, err := os.Stat(t.stamp()); err != nil && t.Log != nil {
		fmt.Fprintf(t.Log, "chaosrun: building the controlled standard library of %s, once; this takes a minute\n", t.Env.GOVERSION)
	}
}

func (t *Toolchain) built() {
	if _, err := os.Stat(t.stamp()); err != nil {
		_ = os.WriteFile(t.stamp(), nil, 0o644) // only the announcement depends on it
	}
}

func (t *Toolchain) goCmd(ctx context.Context, args ...string) *exec.Cmd {
	name := "go"
	if t.Env.GOROOT != "" {
		name = filepath.Join(t.Env.GOROOT, "bin", "go")
	}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = t.Dir
	cmd.Env = t.environ
	return cmd
}

func (t *Toolchain) goOutput(ctx context.Context, args ...string) ([]byte, error) {
	cmd := t.goCmd(ctx, args...)
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		return nil, errors.New(strings.TrimSpace(string(exit.Stderr)))
	}
	if err != nil {
		return nil, fmt.Errorf("cannot run the go command: %w", err)
	}
	return out, nil
}

// Edits is the number of edits that this Go version gets.
func (t *Toolchain) Edits() int {
	n := 0
	for _, e := range append(append([]edit(nil), runtimeEdits...), stdEdits...) {
		if e.fits(t.minor) {
			n++
		}
	}
	return n
}
