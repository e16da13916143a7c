package sweep

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/runner"
)

// entries are a header and n shares.
func entries(n int) []Entry {
	out := []Entry{{Header: &Header{Version: Version, Spec: Spec{Packages: []string{"./..."}}}}}
	for i := range n {
		out = append(out, Entry{
			Share:   &Share{Package: "p", Test: "TestA", First: uint64(i * 10), Count: 10},
			Outcome: &Outcome{Next: uint64(i*10 + 10), Notes: []string{"line\nof \x00 two"}},
		})
	}
	return out
}

func text(t testing.TB, all []Entry) []byte {
	t.Helper()
	var b []byte
	for _, e := range all {
		line, err := encode(e)
		if err != nil {
			t.Fatal(err)
		}
		b = append(b, line...)
	}
	return b
}

func read(b []byte) (n int, size int64, err error) {
	size, err = Read(bytes.NewReader(b), func(Entry) error { n++; return nil })
	return n, size, err
}

// Wherever writing stops, what was written before is there, and no half of a line.
func TestJournalCutOff(t *testing.T) {
	b := text(t, entries(3))
	first := bytes.IndexByte(b, '\n') + 1
	for cut := first; cut <= len(b); cut++ {
		n, size, err := read(b[:cut])
		if want := bytes.Count(b[:cut], []byte("\n")); err != nil || n != want || int(size) != bytes.LastIndexByte(b[:cut], '\n')+1 {
			t.Fatalf("cut at %d: %d entries up to %d, %v; want %d", cut, n, size, err, want)
		}
	}
}

func TestJournalDamaged(t *testing.T) {
	b := text(t, entries(3))
	first := bytes.IndexByte(b, '\n') + 1
	last := bytes.LastIndexByte(b[:len(b)-1], '\n') + 1
	for at := range last - 1 { // without that newline, the last two lines are one that is cut off
		bad := bytes.Clone(b)
		bad[at] ^= 1
		want := "is damaged, and more lines follow it"
		if at < first {
			want = "its first line is not a journal's header"
		}
		if _, _, err := read(bad); err == nil || !strings.Contains(err.Error(), want) {
			t.Fatalf("a wrong byte at %d: %v", at, err)
		}
	}
}

func TestJournalVersion(t *testing.T) {
	e := entries(0)
	e[0].Header.Version = 7
	if _, _, err := read(text(t, e)); err == nil || !strings.Contains(err.Error(), "it has format version 7, and this chaosrun reads version 2") {
		t.Error(err)
	}
	if _, _, err := read(nil); err == nil || err.Error() != "it is empty" {
		t.Error(err)
	}
	if _, _, err := read(text(t, entries(1)[1:])); err == nil || !strings.Contains(err.Error(), "format version 0") {
		t.Error(err)
	}
}

// full is a file on a disk that takes so many more bytes.
type full struct {
	*os.File
	room int
}

func (f *full) Write(p []byte) (int, error) {
	if len(p) <= f.room {
		f.room -= len(p)
		return f.File.Write(p)
	}
	n, _ := f.File.Write(p[:f.room])
	f.room = 0
	return n, syscall.ENOSPC
}

func TestJournalDiskFull(t *testing.T) {
	dir := t.TempDir()
	folder := open(t, dir)
	j, err := folder.Create(*entries(0)[0].Header)
	if err != nil {
		t.Fatal(err)
	}
	j.f = &full{j.f.(*os.File), 500}
	written := 0
	for i := 0; err == nil; i++ {
		if err = j.Append(entries(1)[1]); err == nil {
			written++
		}
	}
	if written == 0 || !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "make room and continue with -resume") {
		t.Fatalf("after %d entries: %v", written, err)
	}
	j.f.(*full).room = 1 << 20
	if again := j.Append(entries(1)[1]); again == nil {
		t.Error("it goes on after a line that was not written")
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	n := -1 // without the header
	j, err = folder.Open(func(Entry) error { n++; return nil })
	if err != nil || n != written {
		t.Fatalf("%d entries, want %d; %v", n, written, err)
	}
	if err := j.Append(entries(1)[1]); err != nil {
		t.Error(err)
	}
	j.Close()
}

// open takes a folder for the time of the test.
func open(t *testing.T, dir string) *Folder {
	t.Helper()
	f, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir)
	if _, err := OpenFolder(dir); err == nil || !strings.Contains(err.Error(), "another campaign is under way in "+dir) {
		t.Error(err)
	}
	if _, err := f.Open(nil); err == nil || !strings.Contains(err.Error(), "there is no campaign to resume in "+dir) {
		t.Error(err)
	}
	for range 2 {
		j, err := f.Create(*entries(0)[0].Header)
		if err != nil {
			t.Fatal(err)
		}
		j.Close()
	}
	if _, err := os.Stat(filepath.Join(dir, oldName)); err != nil {
		t.Errorf("the journal of the campaign before is gone: %v", err)
	}
	f.Close()
	open(t, dir)
}

// What a journal says is not believed, even if its checksums are right.
func FuzzRead(f *testing.F) {
	var lines []byte
	for _, e := range entries(2) {
		b, err := json.Marshal(e)
		if err != nil {
			f.Fatal(err)
		}
		lines = append(append(lines, b...), '\n')
	}
	f.Add(lines)
	f.Add([]byte(`{"header":{"chaosrun_journal":1,"spec":{}}}
{"finding":{"package":"p","test":"TestA","config":{"strategy":"random","seed":1},"fingerprint":"x","recording":"../x"}}
{"share":{"package":"p","test":"TestA","config":{"strategy":"random","seed":1},"first":0,"count":0},"outcome":{"next":18446744073709551615,"graphs":["zz:9",":"],"strategy":"x","error":"e"}}
`))
	f.Fuzz(func(t *testing.T, lines []byte) {
		var journal []byte
		for line := range bytes.Lines(lines) {
			line = bytes.TrimSuffix(line, []byte("\n"))
			journal = fmt.Appendf(journal, "%08x %s\n", crc32.ChecksumIEEE(line), line)
		}
		c := NewCampaign(Spec{Strategies: []string{"random"}, Clocks: []string{""}, Faults: []string{""}, Seeds: []uint64{1}, Schedules: 100}, 2)
		c.Add(Package{Path: "p", Tests: []string{"TestA"}})
		size, err := Read(bytes.NewReader(journal), func(e Entry) error {
			if e.Finding != nil {
				c.Found(*e.Finding)
			}
			if e.Share != nil && e.Outcome != nil {
				c.Done(*e.Share, e.Outcome, seconds(e.Used))
			}
			return nil
		})
		if size > int64(len(journal)) {
			t.Error("more than there is")
		}
		if err == nil {
			for range 5 {
				if s := c.Next(); s != nil && (s.First < 1 || s.First+s.Count-1 > 100) {
					t.Errorf("a share of runs %d to %d, of 100", s.First, s.First+s.Count-1)
				}
			}
			c.Results([]Package{{Path: "p", Tests: []string{"TestA"}}}, t.TempDir(), new(nobody))
			_ = c.Totals().String()
		}
	})
}

// nobody is a sink that looks at nothing.
type nobody struct{}

func (*nobody) Result(string, *runner.Result)               {}
func (*nobody) PackageError(string, error)                  {}
func (*nobody) PackageDone(string, int, int, time.Duration) {}
