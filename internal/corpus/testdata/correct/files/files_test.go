// Package files has correct programs that use files and pipes of the system.
package files

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestConcurrentFiles(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			name := filepath.Join(dir, fmt.Sprint(i))
			if err := os.WriteFile(name, []byte(strings.Repeat("x", i)), 0o600); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	es, err := os.ReadDir(dir)
	if err != nil || len(es) != 4 {
		t.Fatal(len(es), err)
	}
	for i, e := range es {
		fi, err := e.Info()
		if err != nil || fi.Size() != int64(i) {
			t.Fatal(e.Name(), err)
		}
	}
}

func TestAppend(t *testing.T) {
	name := filepath.Join(t.TempDir(), "log")
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			f, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
			if err != nil {
				t.Error(err)
				return
			}
			defer f.Close()
			for j := range 5 {
				fmt.Fprintf(f, "%d %d\n", i, j)
			}
		})
	}
	wg.Wait()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var next [3]int
	for sc := bufio.NewScanner(f); sc.Scan(); {
		var i, j int
		if _, err := fmt.Sscan(sc.Text(), &i, &j); err != nil || next[i] != j {
			t.Fatal(sc.Text(), next, err)
		}
		next[i]++
	}
	if next != [3]int{5, 5, 5} {
		t.Fatal(next)
	}
}

func TestPipe(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	const size = 100_000 // more than a pipe holds
	werr := make(chan error, 1)
	go func() {
		bw := bufio.NewWriter(w)
		for i := range size {
			bw.WriteByte(byte(i))
		}
		werr <- errors.Join(bw.Flush(), w.Close())
	}()
	b, err := io.ReadAll(r)
	if err != nil || len(b) != size {
		t.Fatal(len(b), err)
	}
	for i, c := range b {
		if c != byte(i) {
			t.Fatal(i, c)
		}
	}
	if err := <-werr; err != nil {
		t.Fatal(err)
	}
}

func TestPipePingPong(t *testing.T) {
	r1, w1, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r2, w2, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		_, err := io.Copy(w2, r1)
		done <- errors.Join(err, w2.Close(), r1.Close())
	}()
	br := bufio.NewReader(r2)
	for i := range 10 {
		fmt.Fprintln(w1, i)
		s, err := br.ReadString('\n')
		if err != nil || s != fmt.Sprintln(i) {
			t.Fatal(s, err)
		}
	}
	w1.Close()
	if _, err := br.ReadByte(); err != io.EOF {
		t.Fatal(err)
	}
	if err := errors.Join(<-done, r2.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestPipeDeadlineAndClose(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := r.SetReadDeadline(time.Now().Add(5 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal(err)
	}
	r.SetReadDeadline(time.Time{})
	got := make(chan error)
	go func() {
		_, err := r.Read(make([]byte, 1))
		got <- err
	}()
	time.Sleep(time.Millisecond)
	r.Close()
	if err := <-got; !errors.Is(err, os.ErrClosed) {
		t.Fatal(err)
	}
}

func TestWalkDir(t *testing.T) {
	dir := t.TempDir()
	for _, d := range []string{"a/b", "a/c", "d"} {
		p := filepath.Join(dir, filepath.FromSlash(d))
		if err := os.MkdirAll(p, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(p, "f"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	names := make(chan string)
	var walkErr error
	go func() {
		defer close(names)
		walkErr = fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				names <- p
			}
			return err
		})
	}()
	var all []string
	for n := range names {
		all = append(all, n)
	}
	if walkErr != nil || !slices.Equal(all, []string{"a/b/f", "a/c/f", "d/f"}) {
		t.Fatal(all, walkErr)
	}
}
