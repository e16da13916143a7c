package fuzz

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// seed is a tape to begin with.
type seed struct {
	Tape
	file string // it is read from there
	own  bool   // the file is the corpus's own: it goes when its tape is not needed
}

// collect replays the recordings that are kept for the test, and finds the tapes to begin with:
// the run without preemptions, those recordings, the corpus, tapes in testdata/chaos, and
// those of other folders.
func (c *Campaign) collect(ctx context.Context) error {
	kept, err := c.Runner.ReplayKept(ctx, c.Test, c.res)
	if err != nil {
		return err
	}
	for _, f := range c.res.Failures {
		c.known[f.Trace.Fingerprint()] = true
	}
	c.seeds = []seed{{Tape: Tape{Draw: 1}}}
	for _, t := range kept {
		c.seeds = append(c.seeds, seed{Tape: Tape{Draw: max(1, t.Run), Guide: t.Guide()}})
	}
	dirs := []string{c.store.dir, c.Runner.KeptDir(c.Test)}
	for _, dir := range c.Merge {
		dirs = append(dirs, newStore(dir, c.Runner.Package, c.Test).dir)
	}
	for i, dir := range dirs {
		names, err := files(dir)
		if err != nil {
			return err
		}
		for _, name := range names {
			c.seeds = append(c.seeds, seed{file: name, own: i == 0})
		}
	}
	return nil
}

// nextSeed is the next tape to begin with, or nil if all are through. A file that is no tape
// is left where it is, and told of. The caller holds c.mu.
func (c *Campaign) nextSeed() *seed {
	for len(c.seeds) > 0 {
		s := c.seeds[0]
		c.seeds = c.seeds[1:]
		if s.file == "" {
			return &s
		}
		var err error
		if s.Tape, err = c.store.read(s.file); err == nil {
			return &s
		}
		c.res.Warnings = append(c.res.Warnings, "skipped the tape "+s.file+": "+err.Error())
	}
	return nil
}

// spent removes the file of a tape that has been run, if the corpus does without it: what it
// does now is kept under the name of that. The caller holds c.mu.
func (c *Campaign) spent(s *seed) error {
	if s == nil || !s.own {
		return nil
	}
	for _, e := range c.corpus.entries {
		if filepath.Base(e.name) == filepath.Base(s.file) {
			return nil
		}
	}
	return c.store.remove(s.file)
}

// removeEvicted removes the files of tapes that are not in the corpus any more. The caller
// holds c.mu.
func (c *Campaign) removeEvicted() error {
	for _, name := range c.corpus.takeEvicted() {
		if err := c.store.remove(name); err != nil {
			return err
		}
	}
	return nil
}

// settle leaves the fewest tapes that do all that the corpus does.
func (c *Campaign) settle() error {
	before := c.corpus.Len()
	c.corpus.Minimise()
	if before > 0 {
		c.res.Note("corpus: %d of %d tapes do all that was seen, %d features, in %s", c.corpus.Len(), before, c.corpus.Features(), c.store.dir)
	}
	return c.removeEvicted()
}

// CheckMerge reports an error if a folder to merge is no artifacts folder with tapes in it.
func CheckMerge(dir string) error {
	pkgs, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("cannot merge: %w", err)
	}
	for _, p := range pkgs {
		tests, err := os.ReadDir(filepath.Join(dir, p.Name(), "fuzz"))
		if err == nil && len(tests) > 0 {
			return nil
		}
	}
	return fmt.Errorf("cannot merge %s: it is no artifacts folder with tapes in it", dir)
}
