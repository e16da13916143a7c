package testing

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// chaosTree is a folder of which this process has a view of its own. Files in it are named by
// their way from it, which begins with a slash.
type chaosTree struct {
	seen    string   // where the process sees it
	written string   // where what it wrote is: in an overlay's upper folder, or in a copy itself
	below   string   // what it was made of
	whole   bool     // written has all that is seen, and not only what is not as below
	store   string   // where files are kept that are not as below when the first run begins
	temp    []string // the way to TMPDIR, if that is in it

	first map[string]chaosFile // what the first run begins with, where that is not what is below
	kept  []string             // files and folders that the process holds on to
	open  []chaosFolder        // written and the folders of temp in it, if there was nothing else
}

// chaosFolder is an open folder, and how large it was at first.
type chaosFolder struct {
	fd   int
	size int64
}

// chaosFile is what is to be put back.
type chaosFile struct {
	gone, opaque bool // opaque: a folder that hides the one below
	mode         fs.FileMode
	size         int64
	time         time.Time
	link, from   string
}

func (f chaosFile) same(g chaosFile) bool {
	return f.mode == g.mode && f.size == g.size && f.time.Equal(g.time) && f.link == g.link
}

// chaosStat looks at a file. In an upper folder a device stands for a file that is gone.
func chaosStat(name string) (f chaosFile, err error) {
	fi, err := os.Lstat(name)
	if err != nil {
		return f, err
	}
	f.mode = fi.Mode()
	switch {
	case f.mode.IsRegular():
		f.size, f.time = fi.Size(), fi.ModTime()
	case f.mode&fs.ModeSymlink != 0:
		f.link, err = os.Readlink(name)
	case f.mode&fs.ModeCharDevice != 0:
		st, ok := fi.Sys().(*syscall.Stat_t)
		f.gone = ok && st.Rdev == 0
	case f.mode.IsDir():
		f.opaque = chaosOpaque(name)
	}
	return f, err
}

// begin notes what there is when the first run begins.
func (t *chaosTree) begin() error {
	t.first = make(map[string]chaosFile)
	if empty, err := t.watch(); empty || err != nil {
		return err
	}
	t.keep(chaosHeld())
	if err := t.note(""); err != nil {
		return err
	}
	if len(t.first) > 0 {
		time.Sleep(10 * time.Millisecond) // what is written from now on has another time
	}
	return nil
}

// watch opens the folders by which untouched sees that something was written. It reports whether
// nothing is, so far; otherwise they would not show all.
func (t *chaosTree) watch() (empty bool, err error) {
	if t.whole || !chaosInMemory(t.written) {
		return false, nil
	}
	at := t.written
	for i := 0; ; i++ {
		fd, err := syscall.Open(at, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
		if err != nil {
			return false, err
		}
		var st syscall.Stat_t
		if err := syscall.Fstat(fd, &st); err != nil {
			return false, err
		}
		t.open = append(t.open, chaosFolder{fd, st.Size})
		entries, err := os.ReadDir(at)
		if err != nil {
			return false, err
		}
		if i == len(t.temp) && len(entries) == 0 {
			return true, nil
		}
		if i == len(t.temp) || len(entries) > 1 {
			break
		}
		at += "/" + t.temp[i]
	}
	for _, f := range t.open {
		syscall.Close(f.fd)
	}
	t.open = nil
	return false, nil
}

// note adds what is written in a folder to what runs begin with.
func (t *chaosTree) note(rel string) error {
	entries, err := os.ReadDir(t.written + rel)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := t.noteFile(rel + "/" + e.Name()); err != nil {
			return err
		}
	}
	return nil
}

func (t *chaosTree) noteFile(rel string) error {
	f, err := chaosStat(t.written + rel)
	if err != nil {
		return err
	}
	old, err := t.stat(t.below, rel)
	same := err == nil && old.same(f) && !f.opaque
	if f.mode.IsRegular() {
		if f.from = t.below + rel; !same {
			if f.from, err = t.save(rel, f); err != nil {
				return err
			}
		}
	}
	if t.whole || !same {
		t.first[rel] = f
	}
	if f.mode.IsDir() {
		return t.note(rel)
	}
	return nil
}

func (t *chaosTree) stat(top, rel string) (chaosFile, error) {
	if top == "" {
		return chaosFile{}, fs.ErrNotExist
	}
	return chaosStat(top + rel)
}

// save copies a file to the store.
func (t *chaosTree) save(rel string, f chaosFile) (name string, err error) {
	if err := os.MkdirAll(t.store, 0o700); err != nil {
		return "", err
	}
	out, err := os.CreateTemp(t.store, "")
	if err != nil {
		return "", err
	}
	out.Close()
	return out.Name(), chaosCopyFile(out.Name(), t.seen+rel, f)
}

// want is what is to be at a place when a run begins.
func (t *chaosTree) want(rel string) (f chaosFile, ok bool) {
	if f, ok := t.first[rel]; ok {
		return f, !f.gone
	}
	if t.whole {
		return f, false
	}
	for up := rel; up != "/" && up != ""; up = filepath.Dir(up) {
		if f, ok := t.first[up]; ok && (f.gone || f.opaque || !f.mode.IsDir()) {
			return f, false
		}
	}
	f, err := chaosStat(t.below + rel)
	f.from, f.opaque = t.below+rel, false
	return f, err == nil && !f.gone
}

// untouched reports whether nothing at all was written. It comes before every run, and so it
// costs little: in memory the size of a folder follows from the number of its files.
func (t *chaosTree) untouched() bool {
	for _, f := range t.open {
		var st syscall.Stat_t
		if syscall.Fstat(f.fd, &st) != nil || st.Size != f.size {
			return false
		}
	}
	return t.open != nil
}

// reset takes back what was written. After the warm-up run, what it has made in TMPDIR under a
// name that os.MkdirTemp makes up stays: it is probably made once for all tests.
func (t *chaosTree) reset(warm bool) error {
	if err := t.undo("", t.temp, warm, false); err != nil {
		return err
	}
	// Of new files that are gone nothing is left to be found above.
	var rels []string // without package maps: its own tests import this package
	for rel := range t.first {
		rels = append(rels, rel)
	}
	slices.Sort(rels)
	for _, rel := range rels {
		if t.keeps(rel) {
			continue
		}
		if _, err := os.Lstat(t.seen + rel); err != nil && !t.first[rel].gone {
			if err := t.restore(rel); err != nil {
				return err
			}
		}
	}
	return nil
}

// undo takes back what was written in a folder. way is the rest of the way to TMPDIR, and hidden
// says that nothing of what is below is seen there.
func (t *chaosTree) undo(rel string, way []string, warm, hidden bool) error {
	entries, err := os.ReadDir(t.written + rel)
	if err != nil {
		return err
	}
	for _, e := range entries {
		at := rel + "/" + e.Name()
		if t.keeps(at) {
			continue
		}
		have, err := chaosStat(t.written + at)
		if err != nil {
			return err
		}
		want, ok := t.want(at)
		switch {
		case !ok && have.gone:
		case !ok && warm && way != nil && len(way) == 0 && chaosMadeUp(e.Name()):
			err = t.noteFile(at)
		case !ok:
			err = chaosRemoveAll(t.seen + at)
		case have.mode.IsDir() && want.mode.IsDir():
			if have.mode != want.mode {
				err = os.Chmod(t.seen+at, want.mode)
			}
			hidden := (have.opaque || hidden) && !want.opaque
			if err == nil && hidden {
				err = t.refill(at)
			}
			var next []string
			if len(way) > 0 && way[0] == e.Name() {
				next = way[1:]
			}
			if err == nil {
				err = t.undo(at, next, warm, hidden)
			}
		case !have.same(want):
			if err = chaosRemoveAll(t.seen + at); err == nil {
				err = t.restore(at)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// refill restores what is missing in a folder that hides the one below.
func (t *chaosTree) refill(rel string) error {
	entries, err := os.ReadDir(t.below + rel)
	if err != nil {
		return nil // it is new
	}
	for _, e := range entries {
		at := rel + "/" + e.Name()
		if _, err := os.Lstat(t.seen + at); err == nil {
			continue
		}
		if _, ok := t.want(at); ok {
			if err := t.restore(at); err != nil {
				return err
			}
		}
	}
	return nil
}

// restore makes what is there no more.
func (t *chaosTree) restore(rel string) error {
	f, ok := t.want(rel)
	if !ok {
		return nil
	}
	name := t.seen + rel
	switch {
	case f.mode.IsDir():
		if err := os.Mkdir(name, 0o700); err != nil {
			return err
		}
		if err := os.Chmod(name, f.mode); err != nil || t.whole {
			return err
		}
		return t.refill(rel)
	case f.mode&fs.ModeSymlink != 0:
		return os.Symlink(f.link, name)
	case f.mode.IsRegular():
		return chaosCopyFile(name, f.from, f)
	}
	return nil // a socket or a pipe; whoever made it makes it again
}

// keep adds what the process holds on to: folders, and of each file its folder, or if many
// things are in that, the file and those whose names begin as its own.
func (t *chaosTree) keep(held []string) {
	for _, name := range held {
		rel, ok := strings.CutPrefix(name, t.seen)
		if !ok || !strings.HasPrefix(rel, "/") {
			continue
		}
		dir := filepath.Dir(rel)
		crowded := dir == "/" || dir == "/"+strings.Join(t.temp, "/") || t.seen+dir == chaosView.dir
		if !strings.HasSuffix(rel, "/") && !crowded {
			rel = dir + "/"
		}
		t.kept = append(t.kept, rel)
	}
	if chaosChildren() {
		t.kept = append(t.kept, "/") // they may hold on to anything
	}
}

func (t *chaosTree) keeps(rel string) bool {
	for _, k := range t.kept {
		if strings.HasPrefix(rel+"/", k) {
			return true
		}
	}
	return false
}
