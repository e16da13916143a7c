package mutate

import (
	"bytes"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/pmezard/go-difflib/difflib"
)

// edit puts text in place of a part of a file, as byte offsets.
type edit struct {
	at, end int
	text    string
}

// apply makes the edits to the part of src from offset from on. Edits that begin at the same
// place are made in the order in which they are given.
func apply(src []byte, from, to int, edits []edit) string {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b edit) int { return a.at - b.at })
	var out strings.Builder
	at := from
	for _, e := range edits {
		out.Write(src[at:e.at])
		out.WriteString(e.text)
		at = e.end
	}
	out.Write(src[at:to])
	return out.String()
}

// source is a file whose functions are mutated.
type source struct {
	name string // full name
	text []byte
	fset *token.FileSet
	file *ast.File
}

func (s *source) offset(p token.Pos) int { return s.fset.PositionFor(p, false).Offset }

func (s *source) line(p token.Pos) int { return s.fset.PositionFor(p, false).Line }

// of is the text of a node.
func (s *source) of(n ast.Node) string { return string(s.text[s.offset(n.Pos()):s.offset(n.End())]) }

// replace puts text in place of a node.
func (s *source) replace(n ast.Node, text string) edit {
	return edit{s.offset(n.Pos()), s.offset(n.End()), text}
}

// begins returns where the line of an offset begins, and whether nothing but space is
// between.
func (s *source) begins(at int) (start int, first bool) {
	start = bytes.LastIndexByte(s.text[:at], '\n') + 1
	return start, len(bytes.TrimSpace(s.text[start:at])) == 0
}

// ends returns where the line after that of an offset begins, and whether nothing but space
// and a comment is between.
func (s *source) ends(at int) (next int, last bool) {
	next = len(s.text)
	if i := bytes.IndexByte(s.text[at:], '\n'); i >= 0 {
		next = at + i + 1
	}
	rest := bytes.TrimSpace(s.text[at:next])
	return next, len(rest) == 0 || bytes.HasPrefix(rest, []byte("//"))
}

// drop leaves a statement out, with its lines if nothing else is on them.
func (s *source) drop(n ast.Node) edit {
	at, end := s.offset(n.Pos()), s.offset(n.End())
	start, first := s.begins(at)
	next, last := s.ends(end)
	if first && last {
		return edit{start, next, ""}
	}
	rest := bytes.TrimLeft(s.text[end:], " \t")
	switch before := bytes.TrimRight(s.text[:at], " \t"); {
	case bytes.HasPrefix(rest, []byte(";")):
		rest = bytes.TrimLeft(rest[1:], " \t")
		return edit{at, len(s.text) - len(rest), ""}
	case bytes.HasSuffix(before, []byte(";")):
		return edit{len(before) - 1, end, ""}
	}
	return edit{at, end, ""}
}

// before inserts a statement before another one.
func (s *source) before(n ast.Node, text string) edit {
	at := s.offset(n.Pos())
	start, first := s.begins(at)
	if !first {
		return edit{at, at, text + "; "}
	}
	indent := string(s.text[start:at])
	return edit{start, start, indent + indented(text, indent) + "\n"}
}

// after inserts a statement after another one.
func (s *source) after(n ast.Node, text string) edit {
	end := s.offset(n.End())
	next, last := s.ends(end)
	if !last {
		return edit{end, end, "; " + strings.ReplaceAll(text, "\n", "; ")}
	}
	start, _ := s.begins(s.offset(n.Pos()))
	indent := string(s.text[start : len(s.text)-len(bytes.TrimLeft(s.text[start:], " \t"))])
	return edit{next, next, indent + indented(text, indent) + "\n"}
}

// indented indents the lines after the first.
func indented(text, indent string) string { return strings.ReplaceAll(text, "\n", "\n"+indent) }

// unified is the change from one text to another as a unified diff.
func unified(name, from, to string) (string, error) {
	return difflib.GetUnifiedDiffString(difflib.UnifiedDiff{
		A: difflib.SplitLines(from), B: difflib.SplitLines(to),
		FromFile: "a/" + name, ToFile: "b/" + name, Context: 2,
	})
}
