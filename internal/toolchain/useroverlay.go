package toolchain

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// The flags in GOFLAGS hold for the go command that we run too, except that our -overlay takes
// the place of the user's, there or in [Flags]. So what the user replaces goes into ours.

// userOverlay is what the user's overlay replaces, full names by full name. Files that it leaves
// out have an empty name.
type userOverlay struct {
	given   string // how it was given: in GOFLAGS, or of -overlay
	file    string // the JSON file; "": none
	replace map[string]string
}

// lookAtFlags takes in what GOFLAGS and Flags say of overlays.
func (t *Toolchain) lookAtFlags() error {
	overlay := ""
	for _, f := range splitFlags(t.Env.GOFLAGS) {
		name, value, given := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(f, "-"), "-"), "=")
		switch name {
		case "n":
			if on, err := strconv.ParseBool(value); on || !given || err != nil {
				return fmt.Errorf("GOFLAGS has %s, with which the go command prints what it would do and builds nothing: take it out of GOFLAGS (the environment's, or what go env -w has set)", f)
			}
		case "overlay":
			overlay = value // the last one counts
		}
	}
	t.user.given = "in GOFLAGS"
	if t.Flags.Overlay != "" {
		overlay, t.user.given = t.Flags.Overlay, "of -overlay"
	}
	if overlay == "" {
		return nil
	}
	dir, err := filepath.Abs(t.Dir)
	if err != nil {
		return err
	}
	t.user.file = below(dir, overlay)
	text, err := os.ReadFile(t.user.file)
	if err != nil {
		return fmt.Errorf("cannot read the overlay %s: %w", t.user.given, err)
	}
	var all struct{ Replace map[string]string }
	if err := json.Unmarshal(text, &all); err != nil {
		return fmt.Errorf("the overlay %s, %s, is not what the go command wants: %w", t.user.given, overlay, err)
	}
	t.user.replace = make(map[string]string)
	for from, to := range all.Replace {
		t.user.replace[below(dir, from)] = below(dir, to)
	}
	return nil
}

// refuse reports the first file of GOROOT that both the user replaces and we do: one of the two
// would be lost.
func (u *userOverlay) refuse(goroot string, files map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if at := filepath.Join(goroot, "src", filepath.FromSlash(name)); u.has(at) {
			return fmt.Errorf("the overlay %s, %s, replaces %s, which chaosrun has to edit itself: take that file out of it", u.given, u.file, at)
		}
	}
	return nil
}

func (u *userOverlay) has(name string) bool {
	_, ok := u.replace[name]
	return ok
}

// at is where the text of a file of the user's is: a file's name, or that of its replacement.
func (u *userOverlay) at(name string) string {
	if to := u.replace[name]; to != "" {
		return to
	}
	return name
}

// changed adds to the names of changed files those whose replacements changed. The names are
// without symbolic links.
func (u *userOverlay) changed(files []string) []string {
	all := slices.Contains(files, unlinked(u.file))
	for _, from := range slices.Sorted(maps.Keys(u.replace)) {
		if to := u.replace[from]; all || to != "" && slices.Contains(files, unlinked(to)) {
			files = append(files[:len(files):len(files)], unlinked(from))
		}
	}
	return files
}

// unlinked is a file's name with the folder's symbolic links followed.
func unlinked(name string) string {
	if dir, err := filepath.EvalSymlinks(filepath.Dir(name)); err == nil {
		return filepath.Join(dir, filepath.Base(name))
	}
	return name
}

// below is the full name of a file that is named from a folder.
func below(dir, name string) string {
	switch {
	case name == "":
		return ""
	case filepath.IsAbs(name):
		return filepath.Clean(name)
	}
	return filepath.Join(dir, name)
}

// splitFlags takes the value of GOFLAGS apart: flags between spaces, or as a whole between quotes.
func splitFlags(text string) (flags []string) {
	const space = " \t\n\r"
	for text = strings.TrimLeft(text, space); text != ""; text = strings.TrimLeft(text, space) {
		end := strings.IndexAny(text, space)
		if q := text[:1]; q == "'" || q == `"` {
			text = text[1:]
			end = strings.Index(text, q)
		}
		if end < 0 {
			end = len(text)
		}
		flags = append(flags, text[:end])
		text = text[min(end+1, len(text)):]
	}
	return flags
}
