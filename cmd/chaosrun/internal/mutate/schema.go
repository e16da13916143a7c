package mutate

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// The package of the edited standard library that knows which mutant is on.
const (
	switchPath = "chaosrun/mutant"
	switchName = "_chaosrun_mutant" // of it in the changed files
)

// switchPackage is what the type checker needs to know of it.
func switchPackage() *types.Package {
	p := types.NewPackage(switchPath, "mutant")
	tuple := types.NewTuple(types.NewParam(token.NoPos, p, "", types.Typ[types.Int]))
	p.Scope().Insert(types.NewFunc(token.NoPos, p, "On", types.NewSignatureType(nil, nil, nil, nil, tuple, false)))
	p.Scope().Insert(types.NewFunc(token.NoPos, p, "Reached", types.NewSignatureType(nil, nil, nil, tuple, nil, false)))
	p.MarkComplete()
	return p
}

// copied is where the copy of a function for a mutant is in a changed file.
type copied struct {
	mutant   *Mutant
	from, to int
}

// schema is the file with its mutants in it. A function that has some gets another name, and
// at the end of the file comes one of its name that calls it or, if a mutant is on, the copy
// of it for that mutant. All do nothing else than the function did: what the caller touches
// is the same whichever it calls. Before the place of each mutant a call says that it was
// reached. All else stays on its line.
func schema(src *source, mutants []*Mutant) ([]byte, []copied) {
	var edits []edit
	byDecl := make(map[*ast.FuncDecl][]*Mutant)
	var decls []*ast.FuncDecl
	for _, m := range mutants {
		if m.src != src {
			continue
		}
		if byDecl[m.decl] == nil {
			decls = append(decls, m.decl)
			edits = append(edits, src.replace(m.decl.Name, originalName(m)))
		}
		byDecl[m.decl] = append(byDecl[m.decl], m)
		at := src.offset(m.anchor.Pos())
		edits = append(edits, edit{at, at, fmt.Sprintf("%s.Reached(%d); ", switchName, m.ID)})
	}
	if len(decls) == 0 {
		return src.text, nil
	}
	name := src.offset(src.file.Name.End())
	edits = append(edits, edit{name, name, "; import " + switchName + " \"" + switchPath + "\""})
	var out bytes.Buffer
	out.WriteString(apply(src.text, 0, len(src.text), edits))
	var all []copied
	for _, d := range decls {
		line := fmt.Sprintf("//line %s:%d\n", src.name, src.line(d.Type.Pos()))
		out.WriteString("\n" + line + dispatcher(src, d, byDecl[d]) + "\n")
		for _, m := range byDecl[d] {
			out.WriteString("\n" + directives(d) + line)
			from := out.Len()
			edits := []edit{src.replace(d.Name, m.copyName())}
			for _, e := range m.edits {
				edits = append(edits, src.onItsLines(e))
			}
			out.WriteString(apply(src.text, src.offset(d.Type.Pos()), src.offset(d.End()), edits) + "\n")
			all = append(all, copied{m, from, out.Len() - 1})
		}
	}
	return out.Bytes(), all
}

// onItsLines is the edit written so that all that follows stays on its line.
func (s *source) onItsLines(e edit) edit {
	was, is := bytes.Count(s.text[e.at:e.end], []byte("\n")), strings.Count(e.text, "\n")
	switch {
	case is < was:
		e.text += strings.Repeat("\n", was-is)
	case is > was && was == 0: // statements on lines of their own
		var all strings.Builder
		for line := range strings.Lines(e.text) {
			all.WriteString(strings.TrimSpace(line) + "; ")
		}
		e.text = all.String()
	}
	return e
}

// copyName is the name of the mutant's copy of its function.
func (m *Mutant) copyName() string { return fmt.Sprintf("chaosrunMutant%d_%s", m.ID, m.decl.Name.Name) }

// originalName is the name that the function whose first mutant is m gets; there may be
// several called init.
func originalName(m *Mutant) string {
	return fmt.Sprintf("chaosrunOriginal%d_%s", m.ID, m.decl.Name.Name)
}

// directives are the compiler's directives above a function, which hold for copies too.
func directives(d *ast.FuncDecl) string {
	var b strings.Builder
	if d.Doc == nil {
		return ""
	}
	for _, c := range d.Doc.List {
		if strings.HasPrefix(c.Text, "//go:") && !strings.HasPrefix(c.Text, "//go:linkname") {
			b.WriteString(c.Text + "\n")
		}
	}
	return b.String()
}

// dispatcher is the function that calls the original or the copy of the mutant that is on.
// Parameters without a name get one.
func dispatcher(src *source, d *ast.FuncDecl, mutants []*Mutant) string {
	var edits []edit
	named := 0
	names := func(fields *ast.FieldList) (all []string) {
		if fields == nil {
			return nil
		}
		fresh := func() string {
			named++
			return fmt.Sprintf("chaosrunParam%d", named)
		}
		for _, f := range fields.List {
			dots := ""
			if _, ok := f.Type.(*ast.Ellipsis); ok {
				dots = "..."
			}
			if len(f.Names) == 0 {
				name, at := fresh(), src.offset(f.Type.Pos())
				edits = append(edits, edit{at, at, name + " "})
				all = append(all, name+dots)
			}
			for _, n := range f.Names {
				name := n.Name
				if name == "_" {
					name = fresh()
					edits = append(edits, src.replace(n, name))
				}
				all = append(all, name+dots)
			}
		}
		return all
	}
	prefix, targs := "", ""
	if recv := names(d.Recv); len(recv) == 1 {
		prefix = recv[0] + "."
	}
	if t := names(d.Type.TypeParams); len(t) > 0 {
		targs = "[" + strings.Join(t, ", ") + "]"
	}
	args := targs + "(" + strings.Join(names(d.Type.Params), ", ") + ")"
	call := func(name string) string {
		if d.Type.Results != nil && len(d.Type.Results.List) > 0 {
			return "return " + prefix + name + args
		}
		return prefix + name + args
	}
	var b strings.Builder
	b.WriteString(apply(src.text, src.offset(d.Type.Pos()), src.offset(d.Body.Lbrace), edits))
	fmt.Fprintf(&b, "{ switch %s.On() {", switchName)
	for _, m := range mutants {
		fmt.Fprintf(&b, " case %d: %s;", m.ID, call(m.copyName()))
	}
	fmt.Fprintf(&b, " default: %s } }", call(originalName(mutants[0])))
	return b.String()
}

// Files are the changed files, by their full names.
func (s *Set) Files() map[string][]byte {
	files := make(map[string][]byte)
	for _, src := range s.sources {
		if text, copies := schema(src, s.Mutants); len(copies) > 0 {
			files[src.name] = text
		}
	}
	return files
}
