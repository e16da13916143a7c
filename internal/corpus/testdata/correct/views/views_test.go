// Package views has correct tests that write files of fixed names: go test runs them one after
// the other and once.
package views

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// fill has goroutines write words to a file that must not exist.
func fill(t *testing.T, name, word string, n int) {
	t.Helper()
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			if _, err := f.WriteString(word); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	check(t, name, strings.Repeat(word, n))
}

func check(t *testing.T, name, want string) {
	t.Helper()
	if b, err := os.ReadFile(name); err != nil || string(b) != want {
		t.Errorf("%s: %q, %v, want %q", name, b, err, want)
	}
}

// Reads the folder that it is in.
func TestReadsItsFolder(t *testing.T) {
	want := []string{"testdata", "views_test.go"}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			es, err := os.ReadDir(".")
			if err != nil {
				t.Error(err)
			}
			var names []string
			for _, e := range es {
				names = append(names, e.Name())
			}
			if strings.Join(names, " ") != strings.Join(want, " ") {
				t.Errorf("%q", names)
			}
		})
	}
	wg.Wait()
	check(t, "../views/testdata/list.txt", "first\nsecond\n")
}

// What these leave is in nobody's way where each checkout is tested once.
func TestLeavesFileInPackage(t *testing.T)  { fill(t, "left.db", "a", 3) }
func TestLeavesFileInTestdata(t *testing.T) { fill(t, "testdata/left.db", "b", 3) }
func TestLeavesFileInTemp(t *testing.T) {
	name := filepath.Join(os.TempDir(), "chaosrun-views-left.db")
	os.Remove(name)
	fill(t, name, "c", 3)
}

// Two tests, one name, outside of TMPDIR.
func inTmp(t *testing.T, word string) {
	const name = "/tmp/chaosrun-views.db"
	os.Remove(name)
	fill(t, name, word, 3)
	os.Remove(name)
}

func TestFixedNameInTmp(t *testing.T)      { inTmp(t, "d") }
func TestSameFixedNameInTmp(t *testing.T)  { inTmp(t, "ee") }
func TestOtherFixedNameInTmp(t *testing.T) { inTmp(t, "fff") }

// lock is a lock file as small databases have it: a second holder is an error.
func lock(t *testing.T) {
	const name = "store.lock"
	var wg sync.WaitGroup
	results := make(chan error, 2)
	for range 2 {
		wg.Go(func() {
			f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL, 0o600)
			if err == nil {
				f.Close()
			}
			results <- err
		})
	}
	wg.Wait()
	held := 0
	for range 2 {
		if err := <-results; err == nil {
			held++
		} else if !errors.Is(err, fs.ErrExist) {
			t.Error(err)
		}
	}
	if held != 1 {
		t.Errorf("%d hold the lock", held)
	}
	os.Remove(name)
}

func TestLockFile(t *testing.T)     { lock(t) }
func TestSameLockFile(t *testing.T) { lock(t) }

// Changes a file that is part of the sources.
func TestAppendsToTestdata(t *testing.T) {
	const name = "testdata/list.txt"
	check(t, name, "first\nsecond\n")
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { f.WriteString("third\n") })
	}
	wg.Wait()
	check(t, name, "first\nsecond\nthird\nthird\n")
}

func TestReplacesTestdata(t *testing.T) {
	const name = "testdata/old.txt"
	check(t, name, "old\n")
	done := make(chan error)
	go func() {
		if err := os.WriteFile("new.txt", []byte("new"), 0o600); err != nil {
			done <- err
			return
		}
		done <- os.Rename("new.txt", name)
	}()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	check(t, name, "new")
}

func TestRemovesTestdata(t *testing.T) {
	const dir = "testdata/some"
	check(t, dir+"/one.txt", "one\n")
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if err := os.RemoveAll(dir); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if es, err := os.ReadDir(dir); err != nil || len(es) != 0 {
		t.Errorf("%v %v", es, err)
	}
}

// Forgets to close a file, and to remove it.
func TestForgetsToClose(t *testing.T) {
	f, err := os.OpenFile("forgotten.db", os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan bool)
	go func() { f.WriteString("x"); done <- true }()
	<-done
	check(t, "forgotten.db", "x")
}

// Does not go back to where it was.
func TestChangesFolder(t *testing.T) {
	if err := os.Chdir("testdata"); err != nil {
		t.Fatal(err)
	}
	fill(t, "here.db", "h", 2)
	dir, err := os.Getwd()
	if err != nil || filepath.Base(dir) != "testdata" {
		t.Errorf("%s, %v", dir, err)
	}
}
