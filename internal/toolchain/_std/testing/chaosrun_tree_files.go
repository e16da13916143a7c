package testing

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

func chaosCopyFile(to, from string, f chaosFile) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Chmod(to, f.mode)
	}
	if err != nil {
		return err
	}
	return os.Chtimes(to, f.time, f.time)
}

// chaosRemoveAll removes also what is in folders that may not be written to.
func chaosRemoveAll(name string) error {
	if os.RemoveAll(name) == nil {
		return nil
	}
	_ = filepath.WalkDir(name, func(name string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() {
			_ = os.Chmod(name, 0o700)
		}
		return nil
	})
	return os.RemoveAll(name)
}

// chaosHeld lists the files that this process has open for writing, and the folders that it
// has open, which end in a slash.
func chaosHeld() (names []string) {
	fds, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return nil
	}
	for _, e := range fds {
		name, err := os.Readlink("/proc/self/fd/" + e.Name())
		if err != nil || !strings.HasPrefix(name, "/") {
			continue
		}
		fi, err := os.Stat("/proc/self/fd/" + e.Name())
		if err != nil || !fi.Mode().IsRegular() && !fi.IsDir() {
			continue
		}
		if fd, _ := strconv.Atoi(e.Name()); fi.Mode().IsRegular() && !chaosWritable(fd) || chaosOurs(fd) {
			continue
		}
		name = strings.TrimSuffix(name, " (deleted)")
		if fi.IsDir() {
			name += "/"
		}
		names = append(names, name)
	}
	return names
}

// chaosWritable reports whether a file is open for writing.
func chaosWritable(fd int) bool {
	b, _ := os.ReadFile("/proc/self/fdinfo/" + strconv.Itoa(fd))
	for l := range strings.Lines(string(b)) {
		if flags, ok := strings.CutPrefix(l, "flags:"); ok {
			n, _ := strconv.ParseUint(strings.TrimSpace(flags), 8, 64)
			return n&3 != 0
		}
	}
	return false
}

// chaosOurs reports whether a descriptor is one of this framework's own.
func chaosOurs(fd int) bool {
	for _, t := range chaosView.trees {
		for _, f := range t.open {
			if f.fd == fd {
				return true
			}
		}
	}
	return fd <= chaosRecordFD || fd == chaosView.fd
}
