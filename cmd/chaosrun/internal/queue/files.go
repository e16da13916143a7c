package queue

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/runner"
)

// files are what tests may read of their package's folder, its Go files and what is below
// testdata, each with a hash of its content.
type files map[string]string

// readFiles reads the folder of a package.
func readFiles(dir string) (files, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	all := make(files)
	err = fs.WalkDir(root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir():
			if name != "." && name != "testdata" && !strings.HasPrefix(name, "testdata/") {
				return fs.SkipDir
			}
			return nil
		case path.Dir(name) == "." && path.Ext(name) != ".go":
			return nil
		case e.Type()&fs.ModeSymlink != 0:
			all[name], err = root.Readlink(name)
			return err
		case !e.Type().IsRegular():
			return nil
		}
		hash, err := runner.HashFile(root.Open(name))
		if err == nil {
			all[name] = hash[:16]
		}
		return err
	})
	return all, err
}

// differ says in what a folder is another than that of the campaign, or returns "".
func (all files) differ(here files) string {
	var out []string
	for name, hash := range all {
		switch h, ok := here[name]; {
		case !ok:
			out = append(out, name+" is not there")
		case h != hash:
			out = append(out, name+" is another")
		}
	}
	for name := range here {
		if _, ok := all[name]; !ok {
			out = append(out, "it has "+name+" too")
		}
	}
	if len(out) == 0 {
		return ""
	}
	slices.Sort(out)
	return out[0]
}

// check reports why tests of a package cannot run below dir.
func (p *packaged) check(dir *os.Root) error {
	sub, err := dir.OpenRoot(p.Folder)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("there is no folder %s for package %s below %s: start the worker with -dir in a checkout of the same commit", p.Folder, p.Runner.Package, dir.Name())
		}
		return err
	}
	sub.Close()
	here, err := readFiles(path.Join(dir.Name(), p.Folder))
	if err != nil {
		return err
	}
	if d := p.Files.differ(here); d != "" {
		return fmt.Errorf("the folder of package %s in %s is not that of the campaign (%s): check out the same commit", p.Runner.Package, dir.Name(), d)
	}
	return nil
}
