package sweep

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// Version of the journal's format.
const Version = 2

// journalName is the journal in its folder, lockName what keeps a second campaign out, and
// oldName the journal of the campaign before.
const (
	journalName = "campaign.jsonl"
	lockName    = "campaign.lock"
	oldName     = "campaign.old.jsonl"
)

// maxEntry bounds a line of a journal, in bytes: a journal is untrusted input.
const maxEntry = 64 << 20

// Header is the first entry of a journal.
type Header struct {
	Version int       `json:"chaosrun_journal"`
	Spec    Spec      `json:"spec"`
	Shard   Shard     `json:"shard,omitzero"`
	Plan    string    `json:"plan,omitempty"`      // of all shards, by its ID
	Past    Durations `json:"durations,omitempty"` // that the plan follows from
}

// Entry is a line of a journal: one of its fields is set, or Share and Outcome together.
type Entry struct {
	Header  *Header  `json:"header,omitempty"`
	Package *Package `json:"package,omitempty"`
	Finding *Finding `json:"finding,omitempty"`
	Share   *Share   `json:"share,omitempty"`
	Outcome *Outcome `json:"outcome,omitempty"`
	Used    float64  `json:"used,omitempty"` // seconds of the campaign, with Share
	End     bool     `json:"end,omitempty"`  // the campaign came to its end
}

// Package is a package of the campaign and its tests.
type Package struct {
	Path  string   `json:"path"`
	Build string   `json:"build"` // identifies its test binary
	Tests []string `json:"tests"`
	Other int      `json:"others,omitempty"` // examples and fuzz targets
	Error string   `json:"error,omitempty"`  // why it could not be built
}

// file is what a journal writes to.
type file interface {
	io.Writer
	Sync() error
	Truncate(size int64) error
	Close() error
}

// Journal is the memory of a campaign on disk. It only grows. Each line has a checksum, so that
// one that was not written to its end is no line.
type Journal struct {
	mu   sync.Mutex
	f    file
	done bool  // its last entry is that of the end
	size int64 // up to the end of the last whole line
	err  error // what went wrong with a line; nothing is written after it
}

// Append writes an entry. When it returns nil, the entry is on disk.
func (j *Journal) Append(e Entry) error {
	line, err := encode(e)
	if err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err != nil {
		return j.err
	}
	_, err = j.f.Write(line)
	if err == nil {
		err = j.f.Sync()
	}
	if err != nil {
		// What is left of the line has no valid checksum, but the file is better without it.
		j.err = fmt.Errorf("cannot write to the campaign's journal: %w; what it has so far is kept: make room and continue with -resume", errors.Join(err, j.f.Truncate(j.size)))
		return j.err
	}
	j.size += int64(len(line))
	j.done = e.End
	return nil
}

// End notes that the campaign has come to its end, unless nothing has happened since it did.
func (j *Journal) End() error {
	if j.done {
		return nil
	}
	return j.Append(Entry{End: true})
}

// Close closes the journal.
func (j *Journal) Close() error { return j.f.Close() }

// encode is an entry as a line: checksum, space, JSON, newline.
func encode(e Entry) ([]byte, error) {
	b, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%08x %s\n", crc32.ChecksumIEEE(b), b), nil
}

// decode reads what encode has made.
func decode(line []byte) (e Entry, ok bool) {
	if len(line) < 10 || line[8] != ' ' || line[len(line)-1] != '\n' {
		return e, false
	}
	b := line[9 : len(line)-1]
	if fmt.Sprintf("%08x", crc32.ChecksumIEEE(b)) != string(line[:8]) {
		return e, false
	}
	return e, json.Unmarshal(b, &e) == nil
}

// Read calls f with the entries of a journal, the header first, and returns the size of the
// whole lines. A last line that was cut off is left out.
func Read(r io.Reader, f func(Entry) error) (size int64, err error) {
	in := bufio.NewReaderSize(r, 1<<16)
	for n := 1; ; n++ {
		line, err := readLine(in)
		if err == io.EOF && len(line) == 0 {
			if n == 1 {
				return 0, errors.New("it is empty")
			}
			return size, nil
		}
		if err != nil && err != io.EOF {
			return size, err
		}
		e, ok := decode(line)
		switch {
		case !ok && n > 1 && atEnd(in):
			return size, nil
		case !ok && n == 1:
			return 0, errors.New("its first line is not a journal's header")
		case !ok:
			return size, fmt.Errorf("line %d is damaged, and more lines follow it", n)
		case n == 1 && (e.Header == nil || e.Header.Version != Version):
			v := 0
			if e.Header != nil {
				v = e.Header.Version
			}
			return 0, fmt.Errorf("it has format version %d, and this chaosrun reads version %d", v, Version)
		}
		if err := f(e); err != nil {
			return size, fmt.Errorf("line %d: %w", n, err)
		}
		size += int64(len(line))
	}
}

func atEnd(in *bufio.Reader) bool {
	_, err := in.Peek(1)
	return err == io.EOF
}

// readLine reads up to and with a newline, or the end.
func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > maxEntry {
			return nil, errors.New("a line is too long")
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.Clone(line), err
		}
	}
}

// Create begins a journal. One that is there is kept as that of the campaign before.
func (f *Folder) Create(h Header) (*Journal, error) {
	name := filepath.Join(f.dir, journalName)
	err := os.Rename(name, filepath.Join(f.dir, oldName))
	j := new(Journal)
	if err == nil || errors.Is(err, os.ErrNotExist) {
		j.f, err = os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY|os.O_APPEND, 0o644)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot begin the campaign's journal: %w", err)
	}
	h.Version = Version
	if err := j.Append(Entry{Header: &h}); err != nil {
		return nil, errors.Join(err, j.Close())
	}
	return j, nil
}

// Open goes on with the journal that is there, and calls f with what it has.
func (f *Folder) Open(take func(Entry) error) (*Journal, error) {
	name := filepath.Join(f.dir, journalName)
	file, err := os.OpenFile(name, os.O_RDWR|os.O_APPEND, 0)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("there is no campaign to resume in %s: start one without -resume", f.dir)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot open the campaign's journal: %w", err)
	}
	j := &Journal{f: file}
	if j.size, err = Read(file, func(e Entry) error {
		j.done = e.End
		return take(e)
	}); err != nil {
		j.Close()
		return nil, fmt.Errorf("cannot continue %s: %w; start again without -resume", name, err)
	}
	if err := file.Truncate(j.size); err != nil {
		j.Close()
		return nil, fmt.Errorf("cannot write to the campaign's journal: %w", err)
	}
	return j, nil
}
