package toolchain

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// rewritten holds the user's files that are not compiled as they are, by full name.
type rewritten struct {
	files map[string][]byte
	seen  map[string]bool
}

func newRewritten() *rewritten {
	return &rewritten{make(map[string][]byte), make(map[string]bool)}
}

// rewrite takes in a package of the user's. The module cache is beyond overlays.
func (t *Toolchain) rewrite(r *rewritten, p *Package) error {
	if p.Standard || p.Dir == "" || t.cached(p.Dir) {
		return nil
	}
	path, _, _ := strings.Cut(p.ImportPath, " ")
	for _, name := range p.GoFiles {
		if !filepath.IsAbs(name) {
			name = filepath.Join(p.Dir, name)
		}
		if r.seen[name] {
			continue
		}
		r.seen[name] = true
		src, err := os.ReadFile(name)
		if err != nil {
			continue // the go command says it better
		}
		if slices.Contains(p.Imports, failpointPath) {
			text, points, err := rewriteFailpoints(name, path, src)
			if err != nil {
				return err
			}
			if text != nil {
				src, r.files[name] = text, text
				t.points[path] = append(t.points[path], points...)
			}
		}
		if text := countLoops(name, src); text != nil {
			r.files[name] = text
		}
	}
	return nil
}

// overlayRewritten makes the overlay with the rewritten files in it.
func (t *Toolchain) overlayRewritten(r *rewritten) error {
	t.overlay = t.Overlay
	if len(r.files) == 0 {
		return nil
	}
	var err error
	if t.overlay, err = t.Overlay.with(t.cache, r.files); err != nil {
		return fmt.Errorf("cannot write to the cache folder: %w", err)
	}
	return nil
}

// textChange puts a text in place of a part of a file.
type textChange struct {
	at, end int
	text    string
}

// changed is a file with changes.
func changed(src []byte, changes []textChange) []byte {
	slices.SortStableFunc(changes, func(a, b textChange) int { return a.at - b.at })
	var out bytes.Buffer
	at := 0
	for _, c := range changes {
		if c.at < at {
			continue // inside an expression that was copied
		}
		out.Write(src[at:c.at])
		out.WriteString(c.text)
		at = c.end
	}
	out.Write(src[at:])
	return out.Bytes()
}
