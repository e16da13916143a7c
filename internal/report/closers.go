package report

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/build"
	"go/token"
	"io"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// declaration is a declared function, by its lines.
type declaration struct {
	from, to       int
	name           string         // like (*Pool).Stop
	receiver, kind string         // the name of its receiver, and of the receiver's type
	declares       map[string]int // names that it declares, its receiver apart: how often
	unlocks        bool           // it may let a lock go, or be meant not to, as its names say
}

// functions notes the functions that a file declares.
func (s *syntax) functions(file *ast.File) {
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil {
			continue
		}
		x := declaration{from: s.line(f.Pos()), to: s.line(f.End()), name: f.Name.Name, declares: declared(f)}
		x.unlocks = taking.MatchString(x.name)
		ast.Inspect(f, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			x.unlocks = x.unlocks || ok && freeing.MatchString(id.Name)
			return true
		})
		if f.Recv != nil && len(f.Recv.List) == 1 {
			r := f.Recv.List[0]
			if len(r.Names) == 1 {
				x.receiver = r.Names[0].Name
			}
			typ := s.text(r.Type)
			x.kind, _, _ = strings.Cut(strings.TrimPrefix(typ, "*"), "[")
			if typ[0] == '*' {
				typ = "(" + typ + ")"
			}
			x.name = typ + "." + x.name
		}
		s.declared = append(s.declared, x)
	}
}

// freeing are names that a function uses which may let a lock go, and taking are names of functions after which
// whoever calls them has a lock.
var freeing, taking = regexp.MustCompile(`(?i)unlock|release`), regexp.MustCompile(`(?i)lock|acquire`)

// declared are the names that a function declares, and how often.
func declared(f *ast.FuncDecl) map[string]int {
	names := make(map[string]int)
	add := func(x ast.Expr) {
		if id, ok := x.(*ast.Ident); ok {
			names[id.Name]++
		}
	}
	fields := func(list *ast.FieldList) {
		if list == nil {
			return
		}
		for _, field := range list.List {
			for _, n := range field.Names {
				add(n)
			}
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncType:
			fields(n.Params)
			fields(n.Results)
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, x := range n.Lhs {
					add(x)
				}
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				add(n.Key)
				add(n.Value)
			}
		case *ast.ValueSpec:
			for _, x := range n.Names {
				add(x)
			}
		}
		return true
	})
	return names
}

// in is the declared function that a line is in.
func (s *syntax) in(line int) (declaration, bool) {
	i := slices.IndexFunc(s.declared, func(f declaration) bool { return f.from <= line && line <= f.to })
	if i < 0 {
		return declaration{}, false
	}
	return s.declared[i], true
}

// variable is what an expression of a function names, as far as the source says it without types: a field of the
// type whose method the function is, or a variable of the function.
func (f declaration) variable(file, text string) string {
	x, field, ok := strings.Cut(text, ".")
	switch {
	case !token.IsIdentifier(x), !ok && f.declares[x] > 1, ok && f.declares[x] > 0:
		return "" // one of several of the name
	case !ok:
		return fmt.Sprintf("%s:%d %s", file, f.from, x)
	case x == f.receiver && f.kind != "" && token.IsIdentifier(field):
		return f.kind + "." + field
	}
	return ""
}

// mostClosers bounds how many statements that could have closed a channel are shown.
const mostClosers = 2

// closers say of a goroutine that waits to receive from a channel that is open which statements close it: they are in
// the same function, or, if the channel is a field, in methods of the same type.
func (v *view) closers(g trace.Stuck) []string {
	at := trace.UserFrame(g.Stack)
	s := v.src.syntax(at.File)
	if s == nil || !v.couldBeClosed(g) || waitsIn(g) == "" {
		return nil
	}
	text := s.operand("recv", at.Line)
	f, ok := s.in(at.Line)
	if !ok || text == "" {
		return nil
	}
	of := f.variable(at.File, text)
	if of == "" {
		return nil
	}
	files := []string{at.File}
	if strings.Contains(text, ".") {
		files = v.src.beside(at.File)
	}
	var found []string
	for _, name := range files {
		if t := v.src.syntax(name); t != nil && t.pkg == s.pkg {
			found = append(found, t.done("close", name, of)...)
		}
	}
	if len(found) == 0 || len(found) > mostClosers {
		return nil
	}
	said := "nobody has closed " + text + ": "
	if strings.Contains(v.quotedOp(waitWords[g.Reason], at), "range ") {
		said = "" // see isBlocked
	}
	return []string{said + strings.Join(found, ", and ")}
}

// done are the operations of that kind on a variable in a file, each with its place.
func (s *syntax) done(op, file, variable string) []string {
	return s.each(op, func(line int, o operand) string {
		f, ok := s.in(line)
		if !ok || f.variable(file, o.text) != variable {
			return ""
		}
		return fmt.Sprintf("“%s” is at %s, in %s", cmp.Or(o.whole, "close("+o.text+")"), base(trace.Frame{File: file, Line: line}), f.name)
	})
}

// each is what is said of the operations of that kind in a file, in order and once each; "" leaves one out.
func (s *syntax) each(op string, says func(line int, o operand) string) []string {
	var all []string
	for _, line := range slices.Sorted(maps.Keys(s.ops)) {
		for _, o := range s.ops[line] {
			if o.op != op {
				continue
			}
			if text := says(line, o); text != "" {
				all = append(all, text)
			}
		}
	}
	return slices.Compact(all)
}

// unlockers say of a lock that a goroutine which has ended still holds where the function that took it lets it go.
func (v *view) unlockers(object string, h trace.Holder) []string {
	s := v.src.syntax(h.At.File)
	if s == nil || !v.waits.Ended[h.G] {
		return nil
	}
	takes, frees := "Lock", "Unlock"
	if h.Read {
		takes, frees = "RLock", "RUnlock"
	}
	f, ok := s.in(h.At.Line)
	text := s.operand(takes, h.At.Line)
	if !ok || text == "" {
		return nil
	}
	all := 0
	found := s.each(frees, func(line int, o operand) string {
		made := func(e trace.Event) bool {
			return e.G == h.G && e.Object == object && e.At.Line == line && e.At.File == h.At.File
		}
		if o.text != text || line < f.from || line > f.to {
			return ""
		}
		all++
		if slices.ContainsFunc(v.t.Events, made) {
			return "" // it has, and locked again
		}
		return fmt.Sprintf("“%s” (%s)", cmp.Or(o.whole, text+"."+frees+"()"), base(trace.Frame{File: h.At.File, Line: line}))
	})
	switch {
	case all == 0 && !f.unlocks:
		return []string{fmt.Sprintf("%s does not unlock %s", f.name, text)}
	case len(found) == 0, len(found) > mostClosers:
		return nil
	}
	return []string{fmt.Sprintf("%s has ended without %s", name(h.G), strings.Join(found, " and "))}
}

// beside are the Go files of the user's in the folder of one, as far as they are built here.
func (s *Sources) beside(name string) []string {
	const most = 200
	dir := path.Dir(name)
	if s.root == nil || inCache(name) != "" || !filepath.IsLocal(name) {
		return []string{name}
	}
	entries, err := fs.ReadDir(s.root.FS(), dir)
	if err != nil {
		return []string{name}
	}
	var names []string
	here := build.Default
	here.OpenFile = func(name string) (io.ReadCloser, error) { return s.root.Open(name) }
	for _, e := range entries {
		built := func() bool { ok, err := here.MatchFile(dir, e.Name()); return ok && err == nil }
		if strings.HasSuffix(e.Name(), ".go") && len(names) < most && built() {
			names = append(names, path.Join(dir, e.Name()))
		}
	}
	return names
}
