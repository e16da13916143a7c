// Package frames has correct programs that use what package testing offers.
package frames

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

func reverse(s string) string {
	r := []rune(s)
	slices.Reverse(r)
	return string(r)
}

func TestTable(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"one", "a", "a"},
		{"word", "abc", "cba"},
		{"wide", "añ世", "世ña"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			t.Logf("reversing %q", tt.in)
			if got := reverse(tt.in); got != tt.want {
				t.Errorf("reverse(%q) = %q, want %q", tt.in, got, tt.want)
			}
			if want := "TestTable/" + tt.name; t.Name() != want {
				t.Errorf("name %q, want %q", t.Name(), want)
			}
		})
	}
}

func TestNestedAndCleanups(t *testing.T) {
	var log []string
	t.Run("outer", func(t *testing.T) {
		t.Cleanup(func() { log = append(log, "outer 1") })
		t.Cleanup(func() { log = append(log, "outer 2") })
		ok := t.Run("inner", func(t *testing.T) {
			t.Cleanup(func() { log = append(log, "inner") })
			defer func() { log = append(log, "deferred") }()
			t.Run("deepest", func(t *testing.T) { log = append(log, "deepest") })
		})
		if !ok {
			t.Error("inner failed")
		}
		t.Run("skipped", func(t *testing.T) { t.SkipNow() })
	})
	if got := strings.Join(log, ", "); got != "deepest, deferred, inner, outer 2, outer 1" {
		t.Fatal(got)
	}
}

func TestParallelGroup(t *testing.T) {
	var mu sync.Mutex
	var ran []int
	released := false
	t.Run("group", func(t *testing.T) {
		for i := range 4 {
			t.Run(strconv.Itoa(i), func(t *testing.T) {
				t.Parallel()
				mu.Lock()
				defer mu.Unlock()
				if !released {
					t.Error("ran before the group's function returned")
				}
				ran = append(ran, i)
			})
		}
		mu.Lock()
		released = true
		mu.Unlock()
	})
	slices.Sort(ran)
	if !slices.Equal(ran, []int{0, 1, 2, 3}) {
		t.Fatal(ran)
	}
}

func TestPlaces(t *testing.T) {
	before, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	var dir string
	t.Run("inside", func(t *testing.T) {
		dir = t.TempDir()
		if other := t.TempDir(); other == dir {
			t.Error("the same folder twice")
		}
		t.Chdir(dir)
		t.Setenv("FRAMES_TEST", "set")
		if os.Getenv("FRAMES_TEST") != "set" {
			t.Error("not set")
		}
		if err := os.WriteFile("f", []byte("x"), 0o600); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(filepath.Join(dir, "f")); err != nil {
			t.Error(err)
		}
	})
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", dir, err)
	}
	if after, err := os.Getwd(); err != nil || after != before {
		t.Errorf("in %s, %v", after, err)
	}
	if _, ok := os.LookupEnv("FRAMES_TEST"); ok {
		t.Error("still set")
	}
}

func TestContext(t *testing.T) {
	ended := make(chan error, 1)
	t.Run("inside", func(t *testing.T) {
		ctx := t.Context()
		if ctx.Err() != nil {
			t.Error(ctx.Err())
		}
		go func() {
			<-ctx.Done()
			ended <- ctx.Err()
		}()
		t.Cleanup(func() {
			if err := <-ended; err != context.Canceled {
				t.Errorf("context ended with %v", err)
			}
		})
	})
	if t.Context().Err() != nil {
		t.Error("the parent's context is cancelled")
	}
}

func Example() {
	ch := make(chan string)
	go func() { ch <- reverse("olleh") }()
	fmt.Println(<-ch)
	// Output: hello
}

func Example_unordered() {
	var wg sync.WaitGroup
	ch := make(chan int, 3)
	for i := range 3 {
		wg.Go(func() { ch <- i })
	}
	wg.Wait()
	close(ch)
	for i := range ch {
		fmt.Println(i)
	}
	// Unordered output:
	// 0
	// 1
	// 2
}

func FuzzReverse(f *testing.F) {
	for _, s := range []string{"", "a", "go", "世界"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ch := make(chan string, 1)
		go func() { ch <- reverse(s) }()
		if got := reverse(<-ch); got != string([]rune(s)) {
			t.Errorf("twice reversed %q: %q", s, got)
		}
	})
}

func BenchmarkReverse(b *testing.B) {
	for b.Loop() {
		reverse("benchmark")
	}
}
