package report

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

var errNoModule = errors.New("not in a module of the package")

// findRoot finds the folder from which a recording of the package names files: that of a workspace
// with the package's module, or else that of the module. It looks in dir and above, for a workspace no
// further than the go command does.
func findRoot(pkg, dir string) (found *os.Root, work []string, err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, nil, err
	}
	inModule := true // until there was a go.mod
	for {
		root, err := os.OpenRoot(dir)
		if err != nil {
			break
		}
		work := workspace(root)
		if slices.ContainsFunc(work, func(m string) bool {
			if found != nil {
				return filepath.Join(dir, m) == found.Name()
			}
			return isModuleOf(root, m, pkg)
		}) {
			if found != nil {
				found.Close()
			}
			return root, work, nil
		}
		if inModule && isModuleOf(root, ".", pkg) {
			found = root
		}
		_, err = root.Stat("go.mod")
		inModule = inModule && err != nil
		if root != found {
			root.Close()
		}
		up := filepath.Dir(dir)
		if len(work) > 0 || up == dir {
			break
		}
		dir = up
	}
	if found == nil {
		return nil, nil, errNoModule
	}
	return found, nil, nil
}

// isModuleOf reports whether the folder m is that of the module of a package.
func isModuleOf(root *os.Root, m, pkg string) bool {
	text, err := readIn(root, filepath.Join(m, "go.mod"))
	if err != nil {
		return false
	}
	path := modulePath(text)
	return path != "" && (pkg == path || strings.HasPrefix(pkg, path+"/"))
}

func modulePath(gomod []byte) string {
	for l := range strings.Lines(string(gomod)) {
		if f := strings.Fields(l); len(f) >= 2 && f[0] == "module" {
			return strings.Trim(f[1], "\"`")
		}
	}
	return ""
}

// workspace returns the folders that the go.work in root uses and that are below it, nil if there is
// none, or if $GOWORK says that none holds.
func workspace(root *os.Root) []string {
	if os.Getenv("GOWORK") == "off" {
		return nil
	}
	text, err := readIn(root, "go.work")
	if err != nil {
		return nil
	}
	var uses []string
	block := false
	for l := range strings.Lines(string(text)) {
		l, _, _ = strings.Cut(l, "//")
		f := strings.Fields(l)
		switch {
		case len(f) == 0:
			continue
		case f[0] == ")":
			block = false
			continue
		case f[0] == "use" && len(f) > 1 && f[1] == "(":
			block = true
			continue
		case f[0] == "use" && len(f) > 1:
			f = f[1:]
		case !block:
			continue
		}
		if dir := filepath.FromSlash(strings.Trim(f[0], "\"`")); filepath.IsLocal(dir) {
			uses = append(uses, filepath.Clean(dir))
		}
	}
	return uses
}

// inModule reports whether a file that a recording names is in the module, or in one of the
// workspace.
func (s *Sources) inModule(name string) bool {
	return s.work == nil || slices.ContainsFunc(s.work, func(m string) bool {
		rel, err := filepath.Rel(m, filepath.FromSlash(name))
		return err == nil && filepath.IsLocal(rel)
	})
}
