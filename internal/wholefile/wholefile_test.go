package wholefile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// A file has the text of one of those that write it, and never a mixture or a part.
func TestWrite(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "file")
	var wg sync.WaitGroup
	for _, c := range "abcdefgh" {
		wg.Go(func() {
			if err := Write(name, []byte(strings.Repeat(string(c), 1<<16))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	b, err := os.ReadFile(name)
	if err != nil || len(b) != 1<<16 || strings.Trim(string(b), string(b[0])) != "" {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	only(t, dir, "file")
}

// What fails leaves the old file as it is, and nothing else.
func TestFails(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "file")
	if err := WriteDurably(name, func(w io.Writer) error { _, err := io.WriteString(w, "old"); return err }); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	err := WriteDurably(name, func(w io.Writer) error { io.WriteString(w, "ne"); return broken })
	if b, rerr := os.ReadFile(name); !errors.Is(err, broken) || rerr != nil || string(b) != "old" {
		t.Errorf("%v; %q, %v", err, b, rerr)
	}
	only(t, dir, "file")
	if err := Write(filepath.Join(dir, "none", "file"), nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("in a folder that is not there: %v", err)
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func only(t *testing.T, dir, name string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != name {
		t.Errorf("in the folder: %v, %v", entries, err)
	}
}
