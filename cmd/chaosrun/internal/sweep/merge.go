package sweep

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Merged is a campaign that was made in shards.
type Merged struct {
	Campaign *Campaign
	Packages []Package
	Missing  []string // what is not there, as sentences
}

// Merge joins the shards of a campaign, each in the artifacts folder of its own, and copies
// their recordings into another.
func Merge(dirs []string, artifacts string) (*Merged, error) {
	m := new(Merged)
	var first *Header
	at := make(map[int]string) // shard -> folder
	for _, dir := range dirs {
		s := shardReader{m: m, dir: dir}
		if err := s.read(); err != nil {
			return nil, fmt.Errorf("cannot join the shard in %s: %w", dir, err)
		}
		h := s.header
		if h.Shard.Of < 1 || h.Shard.Of > maxShards {
			return nil, fmt.Errorf("the campaign in %s is no shard of another: it has nothing to be joined with", dir)
		}
		if first == nil {
			first = h
		}
		switch old, ok := at[h.Shard.Number]; {
		case h.Shard.Of != first.Shard.Of:
			return nil, fmt.Errorf("the shard in %s is one of %d, and that in %s one of %d: they are of different campaigns", dirs[0], first.Shard.Of, dir, h.Shard.Of)
		case ok:
			return nil, fmt.Errorf("shard %s is in %s and in %s", h.Shard, old, dir)
		case first.Spec.Differs(&h.Spec) != "":
			return nil, fmt.Errorf("the shard in %s had other settings than that in %s (%s)", dir, dirs[0], first.Spec.Differs(&h.Spec))
		case h.Plan != first.Plan:
			return nil, fmt.Errorf("the shards in %s and %s were cut differently: give all shards the same packages and the same -durations", dirs[0], dir)
		}
		at[h.Shard.Number] = dir
		if !s.ended {
			m.Missing = append(m.Missing, fmt.Sprintf("shard %s in %s did not come to its end: continue it with -resume", h.Shard, dir))
		}
		if err := copyRecordings(dir, artifacts, s.recordings); err != nil {
			return nil, err
		}
	}
	for i := 1; i <= first.Shard.Of; i++ {
		if at[i] == "" {
			m.Missing = append(m.Missing, fmt.Sprintf("shard %s is not there", Shard{i, first.Shard.Of}))
		}
	}
	return m, nil
}

// shardReader reads the journal of one shard into the campaign of all.
type shardReader struct {
	m   *Merged
	dir string

	header     *Header
	ended      bool
	recordings []string
}

func (s *shardReader) read() error {
	f, err := os.Open(filepath.Join(s.dir, journalName))
	if err != nil {
		return err
	}
	defer f.Close()
	// Of a package that has changed, what was before is not of this campaign.
	last, n := make(map[string]int), 0
	if _, err := Read(f, func(e Entry) error {
		if n++; e.Package != nil && e.Package.Error == "" {
			last[e.Package.Path] = n
		}
		return nil
	}); err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	n = 0
	_, err = Read(f, func(e Entry) error {
		n++
		return s.take(e, n, last)
	})
	return err
}

// take takes in an entry, the n-th. last is where the journal has a package for the last time.
func (s *shardReader) take(e Entry, n int, last map[string]int) error {
	c := s.m.Campaign
	switch {
	case e.Header != nil:
		s.header = e.Header
		if err := e.Header.Spec.Check(); err != nil {
			return err
		}
		if c == nil {
			s.m.Campaign = NewCampaign(e.Header.Spec, 1)
		}
	case e.Package != nil:
		return s.add(*e.Package)
	case e.Finding != nil && n > last[e.Finding.Package]:
		c.Found(*e.Finding)
		s.recorded(e.Finding)
	case e.Share != nil && e.Outcome != nil && n > last[e.Share.Package]:
		c.Done(*e.Share, e.Outcome, seconds(e.Used))
		for i := range e.Outcome.Findings {
			s.recorded(&e.Outcome.Findings[i])
		}
	case e.End:
		s.ended = true
	}
	return nil
}

// add takes in a package that a shard has seen.
func (s *shardReader) add(p Package) error {
	i := slices.IndexFunc(s.m.Packages, func(q Package) bool { return q.Path == p.Path })
	switch {
	case i < 0:
		s.m.Packages = append(s.m.Packages, p)
	case p.Error != "":
		return nil
	case s.m.Packages[i].Error != "":
		s.m.Packages[i] = p
	case !slices.Equal(s.m.Packages[i].Tests, p.Tests):
		return fmt.Errorf("package %s has other tests there", p.Path)
	}
	s.m.Campaign.Add(p)
	if i >= 0 && s.m.Packages[i].Build != p.Build {
		s.m.Campaign.mix(p.Path)
	}
	return nil
}

func (s *shardReader) recorded(f *Finding) {
	if f.Recording != "" && !slices.Contains(s.recordings, f.Recording) {
		s.recordings = append(s.recordings, f.Recording)
	}
}

// copyRecordings copies recordings, and what belongs to them, from one artifacts folder to
// another. A journal is untrusted input: nothing outside the two is touched.
func copyRecordings(from, to string, names []string) error {
	src, err := os.OpenRoot(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.OpenRoot(to)
	if err != nil {
		return err
	}
	defer dst.Close()
	for _, name := range names {
		if !filepath.IsLocal(name) || !strings.HasSuffix(name, ".chaos") {
			return fmt.Errorf("the journal in %s names a recording outside of its folder: %q", from, name)
		}
		if err := copyFile(src, dst, name); err != nil {
			return fmt.Errorf("cannot copy a recording from %s: %w", from, err)
		}
	}
	return nil
}

func copyFile(src, dst *os.Root, name string) (err error) {
	in, err := src.Open(name)
	if err != nil {
		return err
	}
	defer in.Close()
	if dir := filepath.Dir(name); dir != "." {
		if err := dst.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	out, err := dst.Create(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
