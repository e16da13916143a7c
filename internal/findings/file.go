package findings

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strings"

	"github.com/chaosrun/chaosrun/internal/filelock"
	"github.com/chaosrun/chaosrun/internal/wholefile"
)

// Version of the file's format.
const Version = 1

// maxSize bounds what is read: a findings file is untrusted input.
const maxSize = 256 << 20

// File is what is kept between campaigns.
type File struct {
	Version  int        `json:"chaosrun_findings"`
	Findings []*Finding `json:"findings"`

	byID map[string]*Finding
}

var idForm = regexp.MustCompile(`^[0-9a-f]{12}$`)

// Read reads a findings file.
func Read(name string) (*File, error) {
	r, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("cannot read the findings file: %w", err)
	}
	defer r.Close()
	f, err := parse(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return f, nil
}

func parse(r io.Reader) (*File, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("cannot read the findings file: %w", err)
	case len(data) > maxSize:
		return nil, fmt.Errorf("the findings file is larger than %d MB", maxSize>>20)
	}
	f := new(File)
	if err := json.Unmarshal(data, f); err != nil {
		var at *json.SyntaxError
		if errors.As(err, &at) {
			line := 1 + bytes.Count(data[:min(int64(len(data)), at.Offset)], []byte("\n"))
			return nil, fmt.Errorf("not a findings file: line %d: %w", line, err)
		}
		if f.Version == 0 || f.Version == Version {
			return nil, fmt.Errorf("not a findings file: %w", err)
		}
	}
	switch {
	case f.Version == 0:
		return nil, errors.New("not a findings file: it has no chaosrun_findings version")
	case f.Version != Version:
		return nil, fmt.Errorf("the findings file has format version %d; this chaosrun reads version %d", f.Version, Version)
	}
	seen := make(map[string]bool)
	for i, d := range f.Findings {
		if d == nil {
			return nil, fmt.Errorf("finding %d of the findings file is null", i+1)
		}
		switch d.State {
		case New, Ongoing, Resolved, Regressed:
		default:
			return nil, fmt.Errorf("finding %d of the findings file has the state %q: want new, ongoing, resolved or regressed", i+1, d.State)
		}
		switch {
		case !idForm.MatchString(d.ID):
			return nil, fmt.Errorf("finding %d of the findings file has the id %q: want 12 hexadecimal digits", i+1, d.ID)
		case seen[d.ID]:
			return nil, fmt.Errorf("the findings file has the finding %s twice", d.ID)
		}
		seen[d.ID] = true
		for _, s := range d.Sightings {
			if s == nil {
				return nil, fmt.Errorf("finding %d of the findings file has a sighting that is null", i+1)
			}
		}
	}
	return f, nil
}

// Update changes a findings file, which need not be there yet, while no other process does. It
// is written as a whole or not at all.
func Update(name string, change func(*File) error) error {
	unlock, err := filelock.Lock(name + ".lock")
	if err != nil {
		return fmt.Errorf("cannot lock the findings file: %w", err)
	}
	defer unlock()
	f, err := Read(name)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = &File{Version: Version, Findings: []*Finding{}}, nil
	}
	if err != nil {
		return err
	}
	if err := change(f); err != nil {
		return err
	}
	return f.write(name)
}

func (f *File) write(name string) error {
	data, err := json.MarshalIndent(f, "", "\t")
	if err != nil {
		return err
	}
	err = wholefile.WriteDurably(name, func(w io.Writer) error {
		_, err := w.Write(append(data, '\n'))
		return err
	})
	if err != nil {
		return fmt.Errorf("cannot write the findings file: %w", err)
	}
	return nil
}

// Find returns the finding with that id, or nil.
func (f *File) Find(id string) *Finding {
	if f.byID == nil {
		f.byID = make(map[string]*Finding, len(f.Findings))
		for _, d := range f.Findings {
			f.byID[d.ID] = d
		}
	}
	return f.byID[id]
}

func (f *File) add(d *Finding) {
	f.Findings = append(f.Findings, d)
	f.byID[d.ID] = d
}

// Named returns the finding whose id begins with the given letters.
func (f *File) Named(prefix string) (*Finding, error) {
	var found *Finding
	for _, d := range f.Findings {
		if prefix == "" || !strings.HasPrefix(d.ID, prefix) {
			continue
		}
		if found != nil {
			return nil, fmt.Errorf("more than one finding begins with %s: write more of its id", prefix)
		}
		found = d
	}
	if found == nil {
		return nil, fmt.Errorf("there is no finding %q: chaosrun findings lists them", prefix)
	}
	return found, nil
}
