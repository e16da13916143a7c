// Package viewmains has correct tests on files that init, TestMain and the first test that
// needs them have made.
package viewmains

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

var fixture string // a folder that TestMain fills

func init() {
	if err := os.WriteFile("init.txt", []byte("init"), 0o600); err != nil {
		panic(err)
	}
}

func TestMain(m *testing.M) {
	os.Exit(func() int {
		defer os.Remove("init.txt")
		var err error
		if fixture, err = os.MkdirTemp("", "fixture"); err != nil {
			panic(err)
		}
		defer os.RemoveAll(fixture)
		if err := os.WriteFile(filepath.Join(fixture, "rows"), []byte("one"), 0o600); err != nil {
			panic(err)
		}
		return m.Run()
	}())
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Error(err)
	}
	return string(b)
}

// Adds to what TestMain has made, and does not take it back.
func TestFixture(t *testing.T) {
	name := filepath.Join(fixture, "rows")
	if got := read(t, name); got != "one" {
		t.Errorf("at first %q", got)
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			if err := os.WriteFile(name, []byte(read(t, name)+",more"), 0o600); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := read(t, name); got != "one,more,more" {
		t.Errorf("%q", got)
	}
}

// Removes what init has made.
func TestInit(t *testing.T) {
	done := make(chan string)
	go func() { done <- read(t, "init.txt") }()
	if got := <-done; got != "init" {
		t.Errorf("%q", got)
	}
	if err := os.Remove("init.txt"); err != nil {
		t.Error(err)
	}
}

// generated is made by the first test that asks for it, once in a process.
var generated = sync.OnceValue(func() string {
	dir, err := os.MkdirTemp("", "generated")
	if err != nil {
		panic(err)
	}
	name := filepath.Join(dir, "key.pem")
	if err := os.WriteFile(name, []byte("key"), 0o600); err != nil {
		panic(err)
	}
	return name
})

func TestOnce(t *testing.T) {
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if got := read(t, generated()); got != "key" {
				t.Errorf("%q", got)
			}
		})
	}
	wg.Wait()
}

// db is a small database that lives as long as the process, as package variables do.
var db struct {
	sync.Mutex
	once sync.Once
	f    *os.File
	rows int
}

func insert(t *testing.T) {
	db.once.Do(func() {
		f, err := os.Create("rows.db")
		if err != nil {
			t.Fatal(err)
		}
		db.f = f
	})
	db.Lock()
	defer db.Unlock()
	db.rows++
	fmt.Fprintln(db.f, "row")
}

// The file and the variable agree, whatever was inserted before.
func TestOpenOnce(t *testing.T) {
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { insert(t) })
	}
	wg.Wait()
	if n := strings.Count(read(t, "rows.db"), "row\n"); n != db.rows {
		t.Errorf("%d rows in the file, %d inserted", n, db.rows)
	}
}
