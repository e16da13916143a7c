package toolchain

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

// edit is one change of one file of the standard library. It is applied to the
// user's own copy of the file, on the fly, and fails by name if its anchor is not
// there exactly as often as it should be.
type edit struct {
	name string // what the edit is for, as an error message shows it
	file string // below GOROOT/src
	in   string // the function ("F", "T.M") or type that holds the anchor; "": the whole file
	op   op
	old  string // the anchor: source text; empty for enter
	new  string // text without newlines, so that line numbers stay
	all  bool   // the anchor may occur more than once; each is edited
	from int    // first Go minor version it applies to; 0: any
	to   int    // last Go minor version; 0: any
}

// fits reports whether the edit is for Go 1.minor.
func (e edit) fits(minor int) bool {
	return (e.from == 0 || minor >= e.from) && (e.to == 0 || minor <= e.to)
}

type op int

const (
	before  op = iota // insert new before old
	after             // insert new after old
	replace           // put new in place of old
	enter             // insert new at the start of the function's body
)

// change is what an edit does to a file: text in place of what is from at to end.
type change struct {
	at, end int
	text    string
}

// edited returns the text of a file with all its edits applied.
func edited(file string, src []byte, edits []edit) ([]byte, error) {
	f, err := parsed(file, src)
	if err != nil {
		return nil, err
	}
	var changes []change
	for _, e := range edits {
		cs, err := f.changes(e)
		if err != nil {
			return nil, err
		}
		changes = append(changes, cs...)
	}
	out := string(src)
	for len(changes) > 0 {
		// Apply from the end, so that offsets stay valid; among equals the last first,
		// so that insertions at one place keep the order of the table.
		last := 0
		for i, c := range changes {
			if c.at >= changes[last].at {
				last = i
			}
		}
		c := changes[last]
		out = out[:c.at] + c.text + out[c.end:]
		changes = append(changes[:last], changes[last+1:]...)
	}
	return []byte(out), nil
}

// parsedFile is a file of the standard library as it was before any edit.
type parsedFile struct {
	name string
	src  []byte
	fset *token.FileSet
	ast  *ast.File
}

func parsed(name string, src []byte) (*parsedFile, error) {
	f := &parsedFile{name: name, src: src, fset: token.NewFileSet()}
	var err error
	f.ast, err = parser.ParseFile(f.fset, name, src, parser.SkipObjectResolution)
	return f, err
}

// changes are what an edit does to the file, in the order of their places.
func (f *parsedFile) changes(e edit) ([]change, error) {
	lo, hi, ok := 0, len(f.src), true
	if e.in != "" {
		lo, hi, ok = span(f.fset, f.ast, e.in, e.op == enter)
	}
	if !ok {
		return nil, fmt.Errorf("edit %q does not fit: %s has no %s", e.name, f.name, e.in)
	}
	if e.op == enter {
		return []change{{lo, lo, " " + e.new + ";"}}, nil
	}
	text := string(f.src[lo:hi])
	n := strings.Count(text, e.old)
	if n == 0 || n > 1 && !e.all {
		return nil, fmt.Errorf("edit %q does not fit: %s has its anchor %q %d times in %s", e.name, f.name, e.old, n, e.in)
	}
	var changes []change
	for at := strings.Index(text, e.old); at >= 0; {
		start := lo + at
		end := start + len(e.old)
		switch e.op {
		case before:
			changes = append(changes, change{start, start, e.new + "; "})
		case after:
			changes = append(changes, change{end, end, "; " + e.new})
		case replace:
			changes = append(changes, change{start, end, e.new})
		}
		next := strings.Index(text[at+len(e.old):], e.old)
		if next < 0 {
			break
		}
		at += len(e.old) + next
	}
	return changes, nil
}

// span returns the byte range of a declaration, or from after the opening brace of
// a function's body.
func span(fset *token.FileSet, f *ast.File, name string, body bool) (lo, hi int, ok bool) {
	off := func(p token.Pos) int { return fset.Position(p).Offset }
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Body != nil && FuncName(d) == name {
				if body {
					return off(d.Body.Lbrace) + 1, off(d.Body.Rbrace), true
				}
				return off(d.Pos()), off(d.End()), true
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				if t, isType := s.(*ast.TypeSpec); isType && t.Name.Name == name && !body {
					return off(t.Pos()), off(t.End()), true
				}
			}
		}
	}
	return 0, 0, false
}

// FuncName is "F" or "T.M", type parameters left out.
func FuncName(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.ParenExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name + "." + d.Name.Name
		default:
			return d.Name.Name
		}
	}
}
