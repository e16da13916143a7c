package toolchain

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Flags are flags of the go command that hold for all that it lists and builds, with the meaning
// that they have there.
type Flags struct {
	Mod      string
	ModFile  string
	Overlay  string
	Ldflags  []string // each as it was given
	Gcflags  []string
	Trimpath bool
}

// choose are the flags that say which files are built, less Overlay.
func (f Flags) choose() []string {
	var args []string
	for _, v := range []struct{ name, value string }{{"mod", f.Mod}, {"modfile", f.ModFile}} {
		if v.value != "" {
			args = append(args, "-"+v.name+"="+v.value)
		}
	}
	return args
}

// compile are the flags that say how they are built, less Gcflags.
func (f Flags) compile() []string {
	var args []string
	if f.Trimpath {
		args = append(args, "-trimpath")
	}
	for _, v := range f.Ldflags {
		args = append(args, "-ldflags="+v)
	}
	return args
}

// Debuggable are the flags with what a debugger needs: packages outside of the standard library are
// compiled without optimization, and so are those that Gcflags names; the tables for debuggers are
// linked in, and files have their names on this machine.
func (f Flags) Debuggable() Flags {
	f.Trimpath = false
	gcflags := []string{"all=-N -l", "std="}
	for _, v := range f.Gcflags {
		pattern, flags := perPackage(v)
		if pattern != "" {
			pattern += "="
		}
		gcflags = append(gcflags, strings.TrimSpace(pattern+"-N -l "+flags))
	}
	f.Gcflags = gcflags
	f.Ldflags = slices.Clone(f.Ldflags)
	for i, v := range f.Ldflags {
		f.Ldflags[i] = tables.ReplaceAllString(v, "$1")
	}
	return f
}

// tables are the flags that make the linker leave the tables for debuggers out.
var tables = regexp.MustCompile(`(^(?:[^-=\s][^=\s]*=)?|\s)(?:-[sw](?:\s+|$))+`)

// Check reports a flag that the go command would refuse, or take for something else beside ours.
func (f Flags) Check() error {
	if !slices.Contains([]string{"", "mod", "readonly", "vendor"}, f.Mod) {
		return fmt.Errorf("-mod is %q: want mod, readonly or vendor", f.Mod)
	}
	for _, v := range f.Gcflags {
		if pattern, _ := perPackage(v); pattern == "=" {
			return errors.New("-gcflags wants flags of the compiler, or a pattern of packages, = and flags")
		}
	}
	return nil
}

// fullNames gives the files of flags their full names.
func (t *Toolchain) fullNames() error {
	dir, err := filepath.Abs(t.Dir)
	t.Flags.ModFile, t.Flags.Overlay = below(dir, t.Flags.ModFile), below(dir, t.Flags.Overlay)
	return err
}

// perPackage takes the value of -gcflags or -ldflags apart: which packages it is for, "" for those
// of the command line, and the flags. The pattern is "=" if the go command would refuse it.
func perPackage(value string) (pattern, flags string) {
	value = strings.TrimSpace(value)
	if value == "" || value[0] == '-' {
		return "", value
	}
	pattern, flags, ok := strings.Cut(value, "=")
	if pattern = strings.TrimSpace(pattern); !ok || pattern == "" {
		pattern = "="
	}
	return pattern, flags
}

// gcflags are the arguments of the go command for the user's flags for the compiler and ours, by
// import path. The last that fits a package counts: so ours have the user's with them.
func (t *Toolchain) gcflags(p *Package, ours map[string]string) []string {
	var args []string
	for _, v := range t.Flags.Gcflags {
		args = append(args, "-gcflags="+v)
	}
	users := append(t.inGOFLAGS("gcflags"), t.Flags.Gcflags...)
	for _, path := range slices.Sorted(maps.Keys(ours)) {
		own := ""
		for _, v := range users {
			if pattern, flags := perPackage(v); t.fits(pattern, p, path) {
				own = flags
			}
		}
		args = append(args, "-gcflags="+path+"="+strings.TrimSpace(own+" "+ours[path]))
	}
	return args
}

// inGOFLAGS are the values that GOFLAGS gives a flag.
func (t *Toolchain) inGOFLAGS(name string) (values []string) {
	for _, f := range splitFlags(t.Env.GOFLAGS) {
		if value, ok := strings.CutPrefix(strings.TrimLeft(f, "-"), name+"="); ok {
			values = append(values, value)
		}
	}
	return values
}

// fits reports whether a pattern means a package, outside of the standard library, when the
// package p is named on the command line.
func (t *Toolchain) fits(pattern string, p *Package, path string) bool {
	switch {
	case pattern == "":
		return path == p.ImportPath
	case pattern == "all":
		return true
	case pattern == "." || pattern == ".." || strings.HasPrefix(pattern, "./") || strings.HasPrefix(pattern, "../"):
		dir, err := filepath.Abs(t.Dir)
		return err == nil && t.dirs[path] != "" && matches(filepath.ToSlash(filepath.Join(dir, pattern)), filepath.ToSlash(t.dirs[path]))
	}
	return matches(pattern, path)
}

// matches reports whether a pattern of the go command, in which ... is anything, matches a path.
// A pattern like net/... matches net too.
func matches(pattern, path string) bool {
	expr := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\.\.\.`, `.*`)
	if bare, ok := strings.CutSuffix(expr, `/.*`); ok {
		expr = bare + `(/.*)?`
	}
	ok, err := regexp.MatchString(`^`+expr+`$`, path)
	return ok && err == nil
}
