package view

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// What is copied for a worker at most.
const (
	maxFiles = 4096
	maxBytes = 64 << 20
)

var errTooBig = errors.New("too big to copy")

// kept out of copies: nobody's test writes there.
func foreign(name string) bool { return name == ".git" || name == "node_modules" }

// measure returns how many bytes a copy of a folder has.
func measure(dir string) (size int64, err error) {
	files := 0
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && foreign(d.Name()) {
			return filepath.SkipDir
		}
		if d.Type().IsRegular() {
			fi, err := d.Info()
			if err != nil {
				return err
			}
			size += fi.Size()
		}
		if files++; files > maxFiles || size > maxBytes {
			return errTooBig
		}
		return nil
	})
	return size, err
}

// enterCopy makes the command run in a copy of the package's folder. Around it are the folders
// of its module, with symbolic links to what is in them.
func (v *View) enterCopy(cmd *exec.Cmd, tmp string) (leave func(), err error) {
	top, err := TempFolder("chaosrun-view-")
	if err != nil {
		return nil, err
	}
	leave = func() { _ = os.RemoveAll(top) }
	defer func() {
		if err != nil {
			leave()
		}
	}()
	if top, err = filepath.EvalSymlinks(top); err != nil {
		return nil, err
	}
	module, dir := resolved(v.module), resolved(v.dir)
	if module == "" || !strings.HasPrefix(dir, module+string(filepath.Separator)) {
		module = dir
	}
	to := filepath.Join(top, filepath.Base(module))
	if rel, _ := filepath.Rel(module, dir); rel != "." {
		for _, part := range strings.Split(rel, string(filepath.Separator)) {
			if err := linkOthers(module, to, part); err != nil {
				return nil, err
			}
			module, to = filepath.Join(module, part), filepath.Join(to, part)
		}
	}
	if err := copyTree(module, to); err != nil {
		return nil, fmt.Errorf("cannot copy %s: %w", v.dir, err)
	}
	cmd.Dir = to
	cmd.Env = append(cmd.Env, "PWD="+to, "CHAOSRUN_VIEW=copy\n"+dir+"\n"+to+"\n"+tmp+"\n"+filepath.Join(top, ".first"))
	return leave, nil
}

// linkOthers makes a folder with links to all that is in another except one name.
func linkOthers(from, to, except string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == except {
			continue
		}
		if err := os.Symlink(filepath.Join(from, e.Name()), filepath.Join(to, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// copyTree copies a folder, with permissions and times.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		at := filepath.Join(to, rel)
		if foreign(d.Name()) && rel != "." {
			if err := os.Symlink(name, at); err != nil || !d.IsDir() {
				return err
			}
			return filepath.SkipDir
		}
		fi, err := d.Info()
		if err != nil {
			return err
		}
		switch {
		case d.IsDir():
			return os.Mkdir(at, fi.Mode().Perm()|0o700)
		case d.Type()&fs.ModeSymlink != 0:
			link, err := os.Readlink(name)
			if err != nil {
				return err
			}
			return os.Symlink(link, at)
		case d.Type().IsRegular():
			return copyFile(name, at, fi)
		}
		return nil // a socket, say: it is of no use in another place
	})
}

func copyFile(from, to string, fi fs.FileInfo) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fi.Mode().Perm())
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return os.Chtimes(to, fi.ModTime(), fi.ModTime())
}
