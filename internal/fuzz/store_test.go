package fuzz

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestStore(t *testing.T) {
	dir := t.TempDir()
	s := newStore(dir, "m/p", "TestX")
	if names, err := files(s.dir); names != nil || err != nil {
		t.Errorf("a folder that is not there has %v, %v", names, err)
	}
	name, err := s.save(sample(5, 2))
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(dir, "m_p", "fuzz", "TestX"); filepath.Dir(name) != want {
		t.Errorf("saved as %s, want it in %s", name, want)
	}
	if again, err := s.save(sample(5, 2)); again != name || err != nil {
		t.Errorf("saved again as %s, %v", again, err)
	}
	// A file that a crash has left empty is written anew.
	if err := os.WriteFile(name, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := s.read(name); err == nil {
		t.Error("an empty file is a tape")
	}
	if _, err := s.save(sample(5, 2)); err != nil {
		t.Fatal(err)
	}
	if got, err := s.read(name); err != nil || len(got.Guide.Turns) != 5 {
		t.Errorf("read %v, %v", got, err)
	}
	if names, err := files(s.dir); len(names) != 1 || err != nil {
		t.Errorf("files %v, %v", names, err)
	}
	for range 2 {
		if err := s.remove(name); err != nil {
			t.Errorf("a file cannot be removed, or not twice: %v", err)
		}
	}
}

func TestStoreRefuses(t *testing.T) {
	dir := t.TempDir()
	s := newStore(dir, "m", "TestX")
	other, err := newStore(dir, "m", "TestY").save(sample(1, 0))
	if err != nil {
		t.Fatal(err)
	}
	link, large, folder := filepath.Join(dir, "link.tape"), filepath.Join(dir, "large.tape"), filepath.Join(dir, "folder.tape")
	if err := os.Symlink(other, link); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(large, append([]byte("chaosrun tape 1\n"), make([]byte, maxFile)...), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		other: "it is a tape of the test TestY", link: "it is no regular file", folder: "it is no regular file",
		large: "the tape is too large", filepath.Join(dir, "none.tape"): "no such file",
	} {
		if _, err := s.read(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	s = newStore(filepath.Join(dir, "file"), "m", "TestX")
	if _, err := s.save(sample(1, 0)); err == nil || !strings.Contains(err.Error(), "cannot save the tape: ") {
		t.Errorf("saved below a file: %v", err)
	}
}
