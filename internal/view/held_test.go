package view

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// die closes what is locked, as the end of the process does.
func die(name string) {
	held.Lock()
	defer held.Unlock()
	held.files[name].Close()
	delete(held.files, name)
}

// TestLeft: what a process has left is removed by the next one, and nothing else: nothing in use,
// nothing of another name, and nothing that links lead to.
func TestLeft(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", dir)
	folder := func() string {
		name, err := TempFolder("chaosrun-")
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(name, "sub", "file"), "text")
		return name
	}
	file := func() string {
		name, err := TempFile("chaosrun-profile-", "text")
		if err != nil {
			t.Fatal(err)
		}
		if b, err := os.ReadFile(name); err != nil || string(b) != "text" {
			t.Errorf("%s: %q, %v", name, b, err)
		}
		return name
	}
	keep := filepath.Join(other, "keep")
	write(t, keep, "")
	left, leftFile, used, usedFile := folder(), file(), folder(), file()
	if err := os.Symlink(other, filepath.Join(left, "link")); err != nil {
		t.Fatal(err)
	}
	link, old, foreign := filepath.Join(dir, "chaosrun-1.held"), filepath.Join(dir, "chaosrun-1"), filepath.Join(dir, "other.held")
	if err := os.Symlink(other, link); err != nil {
		t.Fatal(err)
	}
	for _, d := range []string{old, foreign} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	die(left)
	die(leftFile)
	removeLeft(dir)
	for name, want := range map[string]bool{left: false, leftFile: false, used: true, usedFile: true, keep: true, link: true, old: true, foreign: true} {
		if _, err := os.Lstat(name); (err == nil) != want {
			t.Errorf("%s: %v, want it to be there: %v", name, err, want)
		}
	}
	if os.Geteuid() == 0 {
		others := folder()
		die(others)
		if err := os.Chown(others, 1, 1); err != nil {
			t.Fatal(err)
		}
		if removeLeft(dir); resolved(others) == "" {
			t.Error("another user's folder is gone")
		}
	}
	// What is gone is held no longer.
	os.RemoveAll(used)
	os.Remove(usedFile)
	folder()
	held.Lock()
	defer held.Unlock()
	if held.files[used] != nil || held.files[usedFile] != nil {
		t.Error("a file that is gone is still open")
	}
}

// TestAmongCleaners: what is made while others remove what nobody holds is there, and stays.
func TestAmongCleaners(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	stop := make(chan struct{})
	var cleaners sync.WaitGroup
	for range 4 {
		cleaners.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					removeLeft(dir)
				}
			}
		})
	}
	for range 100 {
		name, err := TempFolder("chaosrun-")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(name); err != nil {
			t.Fatal(err)
		}
		if name, err = TempFile("chaosrun-", "text"); err != nil {
			t.Fatal(err)
		}
		if text, err := os.ReadFile(name); string(text) != "text" {
			t.Fatal(err)
		}
	}
	close(stop)
	cleaners.Wait()
}
