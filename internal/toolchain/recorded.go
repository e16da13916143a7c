package toolchain

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Recorded are the flags of the go command as a recording has them, less those that it has fields
// for: files in the folder root by their names from there.
func (t *Toolchain) Recorded(root string) []string {
	args := t.Flags.recorded(root)
	if dir, err := filepath.Abs(t.Dir); err == nil && t.Flags.Overlay != "" {
		args = append(args, "-C="+FromRoot(root, dir)) // from where the overlay names files
	}
	if t.Cover != "" {
		args = append(args, "-covermode="+t.Cover)
	}
	if t.CoverPkg != "" {
		args = append(args, "-coverpkg="+t.CoverPkg)
	}
	return args
}

func (f Flags) recorded(root string) []string {
	f.ModFile, f.Overlay = FromRoot(root, f.ModFile), FromRoot(root, f.Overlay)
	args := append(f.choose(), f.compile()...)
	if f.Overlay != "" {
		args = append(args, "-overlay="+f.Overlay)
	}
	for _, v := range f.Gcflags {
		args = append(args, "-gcflags="+v)
	}
	return args
}

// FromRoot is the name of a file from the folder root, if the file is in there.
func FromRoot(root, name string) string {
	if rel, err := filepath.Rel(root, name); err == nil && name != "" && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return name
}

// Root is the folder of the workspace that a go command in the configuration's folder works on, or
// of the module if there is no workspace, or that folder if there is neither. Files are named from
// there.
func (c *Config) Root() (string, error) {
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return "", err
	}
	return cmp.Or(workDir(dir), moduleDir(dir), dir), nil
}

// workDir is the folder of the go.work that holds in a folder, if it is there or above.
func workDir(dir string) string {
	switch work := os.Getenv("GOWORK"); work {
	case "":
		return above(dir, "go.work")
	case "off":
		return ""
	default:
		work = filepath.Dir(work)
		if within(work, dir) {
			return work
		}
		return ""
	}
}

// FromRecording adds to a configuration what Recorded has made. A recording may be anybody's: flags
// with which the go command might run other programs, write files, or read files outside of the
// module are not taken, and returned as they are in the recording. So are those that mean something
// else in another folder.
func (c *Config) FromRecording(recorded []string) (refused []string, err error) {
	root, err := c.Root()
	if err != nil {
		return nil, err
	}
	f := &c.Flags
	for _, flag := range recorded {
		name, value, _ := strings.Cut(strings.TrimPrefix(flag, "-"), "=")
		local := filepath.IsLocal(filepath.FromSlash(value))
		switch {
		case name == "mod" && (value == "readonly" || value == "vendor"):
			f.Mod = value
		case name == "modfile" && local:
			f.ModFile = filepath.Join(root, value)
		case name == "overlay" && local:
			f.Overlay = filepath.Join(root, value)
		case name == "covermode":
			c.Cover = value
		case name == "coverpkg":
			c.CoverPkg = value
		case name == "C" && local:
			c.Dir = filepath.Join(root, value)
		case flag == "-trimpath":
			f.Trimpath = true
		case name == "ldflags" && harmless(value, linkerSets):
			f.Ldflags = append(f.Ldflags, value)
		case name == "gcflags" && harmless(value, compilerLeavesOut):
			f.Gcflags = append(f.Gcflags, value)
		default:
			refused = append(refused, flag)
		}
	}
	return refused, nil
}

// harmless reports whether all flags of a value of -gcflags or -ldflags are among the allowed.
// That takes a list of flags and returns what is left of it after the first one, or nothing.
func harmless(value string, allowed func(flags []string) (rest []string, ok bool)) bool {
	pattern, flags := perPackage(value)
	if strings.HasPrefix(pattern, ".") || strings.HasPrefix(pattern, "/") || pattern == "=" {
		return false
	}
	for left := splitFlags(flags); len(left) > 0; {
		var ok bool
		if left, ok = allowed(left); !ok {
			return false
		}
	}
	return true
}

// linkerSets allows the linker to set variables and to leave the debugger's tables out.
func linkerSets(flags []string) ([]string, bool) {
	switch f := flags[0]; {
	case f == "-X" && len(flags) > 1:
		return flags[2:], true
	case f == "-s", f == "-w", strings.HasPrefix(f, "-X="):
		return flags[1:], true
	}
	return nil, false
}

// compilerLeavesOut allows the compiler to leave optimizations and checks out.
func compilerLeavesOut(flags []string) ([]string, bool) {
	if slices.Contains([]string{"-N", "-l", "-B", "-d=checkptr", "-d=checkptr=0", "-d=checkptr=1", "-d=checkptr=2"}, flags[0]) {
		return flags[1:], true
	}
	return nil, false
}
