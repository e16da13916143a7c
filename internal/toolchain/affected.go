package toolchain

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// made is a package with all that its files are made from.
type made struct {
	Package
	EmbedPatterns, TestEmbedPatterns, XTestEmbedPatterns []string
}

// Affected are the packages of the patterns, by import path, whose tests may do something
// else because of changed files: the packages that the files belong to, and those that import
// them, in their tests or otherwise, however indirectly. Names of files are full, without
// symbolic links; some may be gone, and some may be folders, which stand for all in them.
func (t *Toolchain) Affected(ctx context.Context, files []string, patterns ...string) ([]string, error) {
	all, err := golist[made](ctx, t, "ImportPath,Dir,Module,Error,Standard,DepOnly,ForTest,Deps,EmbedPatterns,TestEmbedPatterns,XTestEmbedPatterns", patterns)
	if err != nil {
		return nil, err
	}
	changed := changedFiles{dirs: make(map[string][]string)}
	changed.add(t.user.changed(files))
	touched := make(map[string]bool)
	deps := make(map[string][]string)
	var named []string
	for _, p := range all {
		name, _, _ := strings.Cut(p.ImportPath, " ") // "p [p.test]" is p with its tests
		if tested, ok := strings.CutSuffix(name, ".test"); ok {
			deps[tested] = append(deps[tested], p.Deps...)
			continue
		}
		if p.Standard {
			continue
		}
		deps[name] = append(deps[name], p.Deps...)
		if p.Dir == "" || p.Error != nil && !p.DepOnly {
			touched[name] = true // what is wrong with it is told when it is built
		} else {
			touched[name] = touched[name] || changed.touch(p)
		}
		if !p.DepOnly && p.ForTest == "" && !slices.Contains(named, name) {
			named = append(named, name)
		}
	}
	return slices.DeleteFunc(named, func(name string) bool {
		return !touched[name] && !slices.ContainsFunc(deps[name], func(dep string) bool {
			dep, _, _ = strings.Cut(dep, " ")
			return touched[dep]
		})
	}), nil
}

// changedFiles are changed files, by the folder that they are in.
type changedFiles struct {
	dirs   map[string][]string
	whole  []string // folders all of whose files count
	module []string // folders whose go.mod, or what belongs to it, is changed
}

// Files that say which dependencies a module has.
var moduleFiles = []string{"go.mod", "go.sum", "go.work", "go.work.sum"}

func (c *changedFiles) add(files []string) {
	for _, f := range files {
		if info, err := os.Stat(f); err == nil && info.IsDir() {
			c.whole = append(c.whole, f)
			continue
		}
		dir, name := filepath.Split(f)
		dir = filepath.Clean(dir)
		c.dirs[dir] = append(c.dirs[dir], name)
		if slices.Contains(moduleFiles, name) {
			c.module = append(c.module, dir)
		}
		if name == "modules.txt" && filepath.Base(dir) == "vendor" {
			c.module = append(c.module, filepath.Dir(dir))
		}
	}
}

// touch reports whether one of the files belongs to a package: its source, in whatever
// language and for whatever system, what it embeds, or what is in its folder testdata.
func (c *changedFiles) touch(p *made) bool {
	dir, err := filepath.EvalSymlinks(p.Dir)
	if err != nil {
		return false // the go command says it better
	}
	for _, whole := range c.whole {
		if within(whole, dir) {
			return true
		}
	}
	for _, m := range c.module {
		// A module in another one's folder has a go.mod of its own.
		if within(m, dir) && (p.Module == nil || moduleDir(dir) == m || isWork(c.dirs[m])) {
			return true
		}
	}
	embeds := slices.Concat(p.EmbedPatterns, p.TestEmbedPatterns, p.XTestEmbedPatterns)
	for d, names := range c.dirs {
		rel, err := filepath.Rel(dir, d)
		if err != nil || !within(dir, d) {
			continue
		}
		for _, name := range names {
			if rel == "." && isSource(name) || within(filepath.Join(dir, "testdata"), d) || embedded(embeds, path.Join(filepath.ToSlash(rel), name)) {
				return true
			}
		}
	}
	return false
}

// isWork reports whether a go.work is among the names.
func isWork(names []string) bool {
	return slices.Contains(names, "go.work") || slices.Contains(names, "go.work.sum")
}

// moduleDir is the folder of the go.mod that a folder belongs to.
func moduleDir(dir string) string { return above(dir, "go.mod") }

// above is the innermost of a folder and those it is in that has a file of that name; "" if none
// has.
func above(dir, name string) string {
	for {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

// isSource reports whether the go command may build a package from a file of that name.
func isSource(name string) bool {
	switch filepath.Ext(name) {
	case ".go", ".c", ".cc", ".cpp", ".cxx", ".m", ".h", ".hh", ".hpp", ".hxx", ".f", ".F", ".for", ".f90", ".s", ".S", ".sx", ".swig", ".swigcxx", ".syso":
		return true
	}
	return false
}

// embedded reports whether patterns of //go:embed match a name, or a folder that it is in.
func embedded(patterns []string, name string) bool {
	for _, p := range patterns {
		p = strings.TrimPrefix(p, "all:")
		for n := name; n != "." && n != "/"; n = path.Dir(n) {
			if ok, err := path.Match(p, n); err == nil && ok {
				return true
			}
		}
	}
	return false
}

// within reports whether a folder is dir or in it.
func within(dir, name string) bool {
	rel, err := filepath.Rel(dir, name)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
