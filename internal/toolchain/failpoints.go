package toolchain

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Markers of github.com/pingcap/failpoint in the user's code do nothing until its own tool
// has rewritten the files in place. We rewrite them in the overlay: what failpoint's tool
// makes of a marker, on the same lines, and asking package chaosrun/faults first.

const (
	failpointPath = "github.com/pingcap/failpoint"
	faultsPath    = "chaosrun/faults"
	faultsName    = "_chaosrun_faults" // of that package in rewritten files
)

// Failpoint is a marker in the user's code.
type Failpoint struct {
	Name string // its full name: import path, slash, name
	// Prefix says that the rest of the name is known only when it is evaluated.
	Prefix bool
	// Call says that nothing can be returned to it: it is an InjectCall, or has no body.
	Call bool
}

// rewritten holds the user's files with their markers rewritten, by full name.
type rewritten struct {
	files   map[string][]byte
	removed map[string]bool
	seen    map[string]bool
}

func newRewritten() *rewritten {
	return &rewritten{make(map[string][]byte), make(map[string]bool), make(map[string]bool)}
}

// rewrite takes in a package of the user's, if it has markers. The module cache is beyond
// overlays.
func (t *Toolchain) rewrite(r *rewritten, p *Package) error {
	if p.Standard || p.Dir == "" || t.cached(p.Dir) || !slices.Contains(p.Imports, failpointPath) {
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
		src, err := os.ReadFile(t.user.at(name))
		if err != nil {
			continue // the go command says it better
		}
		text, points, err := RewriteFailpoints(name, path, src)
		if err != nil {
			return err
		}
		if text != nil {
			r.files[name] = text
			t.points[path] = append(t.points[path], points...)
		}
	}
	return nil
}

// overlayFailpoints makes the overlay with the user's files in it, and those rewritten.
func (t *Toolchain) overlayFailpoints(r *rewritten) error {
	t.overlay = t.Overlay
	if len(r.files) == 0 && len(t.user.replace) == 0 {
		return nil
	}
	replace := maps.Clone(t.user.replace)
	if replace == nil {
		replace = make(map[string]string)
	}
	for name := range r.removed {
		replace[name] = ""
	}
	var err error
	if t.overlay, err = t.Overlay.with(t.cache, replace, r.files); err != nil {
		return fmt.Errorf("cannot write to the cache folder: %w", err)
	}
	return nil
}

// Failpoints are those in the test binary of p. It is safe for concurrent use once List has
// returned.
func (t *Toolchain) Failpoints(p *Package) []Failpoint {
	var all []Failpoint
	seen := make(map[string]bool)
	for _, dep := range slices.Concat(t.testDeps[p.ImportPath], []string{p.ImportPath}) {
		if path, _, _ := strings.Cut(dep, " "); !seen[path] {
			seen[path] = true
			all = append(all, t.points[path]...)
		}
	}
	return all
}

// RewriteFailpoints returns the file with its markers rewritten, or nil if it has none, and
// the failpoints in it.
func RewriteFailpoints(file, importPath string, src []byte) ([]byte, []Failpoint, error) {
	fset := token.NewFileSet()
	// Objects are resolved, so that a variable with the package's name is told from it.
	f, err := parser.ParseFile(fset, file, src, parser.ParseComments)
	if err != nil {
		return nil, nil, nil // the compiler says it better
	}
	w := &failpointRewriter{src: src, fset: fset, path: importPath, base: fset.File(f.Pos()).Base()}
	for _, imp := range f.Imports {
		if path, _ := strconv.Unquote(imp.Path.Value); path == failpointPath {
			w.local = "failpoint"
			if imp.Name != nil {
				w.local = imp.Name.Name
			}
		}
	}
	if w.local == "" || w.local == "_" || w.local == "." {
		return nil, nil, nil
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			w.statements(n.List)
		case *ast.CaseClause:
			w.statements(n.Body)
		case *ast.CommClause:
			w.statements(n.Body)
		case *ast.LabeledStmt:
			w.statements([]ast.Stmt{n.Stmt})
		case *ast.CallExpr:
			w.evaluation(n)
		}
		return true
	})
	if w.err != nil || len(w.changes) == 0 {
		return nil, nil, w.err
	}
	w.change(f.Name.End(), f.Name.End(), "; import "+faultsName+" \""+faultsPath+"\"")
	w.changes = append(w.changes, textChange{len(src), len(src), "\nvar _ = " + w.local + ".Eval\nvar _ = " + faultsName + ".Eval\n"})
	return w.apply(), w.points, nil
}

// failpointRewriter collects what changes in one file.
type failpointRewriter struct {
	src     []byte
	fset    *token.FileSet
	base    int
	path    string // import path of the file's package
	local   string // name of package failpoint in the file
	changes []textChange
	points  []Failpoint
	err     error
}

type textChange struct {
	at, end int
	text    string
}

func (w *failpointRewriter) offset(p token.Pos) int { return int(p) - w.base }

func (w *failpointRewriter) text(from, to token.Pos) string {
	return string(w.src[w.offset(from):w.offset(to)])
}

// change puts text in place of a part of the file, and keeps its number of lines.
func (w *failpointRewriter) change(from, to token.Pos, text string) {
	lost := strings.Count(w.text(from, to), "\n") - strings.Count(text, "\n")
	w.changes = append(w.changes, textChange{w.offset(from), w.offset(to), text + strings.Repeat("\n", max(0, lost))})
}

func (w *failpointRewriter) fail(at token.Pos, format string, args ...any) {
	if w.err == nil {
		p := w.fset.Position(at)
		w.err = fmt.Errorf("%s:%d: %s", p.Filename, p.Line, fmt.Sprintf(format, args...))
	}
}

// calls returns which function of package failpoint is called, or "".
func (w *failpointRewriter) calls(call *ast.CallExpr) string {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	x, ok := sel.X.(*ast.Ident)
	if !ok || x.Name != w.local || x.Obj != nil {
		return ""
	}
	return sel.Sel.Name
}

// statements rewrites the markers among the statements of a list.
func (w *failpointRewriter) statements(list []ast.Stmt) {
	for _, s := range list {
		x, ok := s.(*ast.ExprStmt)
		if !ok {
			continue
		}
		call, ok := x.X.(*ast.CallExpr)
		if !ok {
			continue
		}
		switch name := w.calls(call); name {
		case "Inject":
			w.inject(call, name, 0)
		case "InjectContext":
			w.inject(call, name, 1)
		case "InjectCall":
			w.injectCall(call)
		case "Break", "Continue", "Goto", "Label", "Fallthrough":
			w.branch(call, strings.ToLower(name))
		case "Return":
			w.returns(call)
		}
	}
}

// returns makes a return statement that keeps the arguments, in which there may be markers
// too.
func (w *failpointRewriter) returns(call *ast.CallExpr) {
	if len(call.Args) == 0 {
		w.change(call.Pos(), call.End(), "return")
		return
	}
	from, to := call.Args[0].Pos(), call.Args[len(call.Args)-1].End()
	// What is returned must begin on the line of the return.
	lines := strings.Count(w.text(call.Pos(), from)+w.text(to, call.End()), "\n")
	w.changes = append(w.changes,
		textChange{w.offset(call.Pos()), w.offset(from), "return "},
		textChange{w.offset(to), w.offset(call.End()), strings.Repeat("\n", lines)})
}

// branch rewrites failpoint.Break("label") and the like.
func (w *failpointRewriter) branch(call *ast.CallExpr, keyword string) {
	label := ""
	if len(call.Args) > 0 {
		lit, ok := call.Args[0].(*ast.BasicLit)
		if !ok || len(call.Args) > 1 {
			w.fail(call.Pos(), "failpoint.%s wants one label, a literal", call.Fun.(*ast.SelectorExpr).Sel.Name)
			return
		}
		label, _ = strconv.Unquote(lit.Value)
	}
	if keyword == "label" {
		w.change(call.Pos(), call.End(), label+":")
		return
	}
	w.change(call.Pos(), call.End(), strings.TrimSpace(keyword+" "+label))
}

// name is the full name of a failpoint as an expression; it notes that there is one.
func (w *failpointRewriter) name(arg ast.Expr, call bool) string {
	if lit, ok := arg.(*ast.BasicLit); ok {
		if s, err := strconv.Unquote(lit.Value); err == nil {
			w.points = append(w.points, Failpoint{Name: w.path + "/" + s, Call: call})
			return strconv.Quote(w.path + "/" + s)
		}
	}
	w.points = append(w.points, Failpoint{Name: w.path + "/", Prefix: true, Call: call})
	return strconv.Quote(w.path+"/") + " + (" + w.text(arg.Pos(), arg.End()) + ")"
}

// next is failpoint's own evaluation, as a function without types of its own.
func (w *failpointRewriter) next(call string) string {
	return "func(n string) (interface{}, error) { return " + w.local + "." + call + " }"
}

// inject rewrites Inject and InjectContext; at is the index of the name.
func (w *failpointRewriter) inject(call *ast.CallExpr, what string, at int) {
	if len(call.Args) != at+2 {
		w.fail(call.Pos(), "failpoint.%s has %d arguments and wants %d", what, len(call.Args), at+2)
		return
	}
	last := call.Args[at+1]
	body, isFunc := last.(*ast.FuncLit)
	if id, ok := last.(*ast.Ident); !isFunc && !(ok && id.Name == "nil") {
		w.fail(call.Pos(), "failpoint.%s wants a function literal", what)
		return
	}
	empty := !isFunc || len(body.Body.List) == 0
	eval, next := ".Eval(", w.next("Eval(n)")
	if at == 1 {
		eval, next = ".EvalContext(", w.next("EvalContext("+w.text(call.Args[0].Pos(), call.Args[0].End())+", n)")
	}
	eval = faultsName + eval + w.name(call.Args[at], empty) + ", " + next + ")"
	if empty {
		w.change(call.Pos(), call.End(), eval)
		return
	}
	val := "_"
	if ps := body.Type.Params.List; len(ps) > 1 || len(ps) == 1 && len(ps[0].Names) > 1 {
		w.fail(call.Pos(), "the function of failpoint.%s takes a failpoint.Value, or nothing", what)
		return
	} else if len(ps) == 1 && len(ps[0].Names) == 1 {
		val = ps[0].Names[0].Name
	}
	used := ""
	if val != "_" {
		used = " _ = " + val + ";" // a parameter may be unused, a variable may not
	}
	w.change(call.Pos(), body.Body.Lbrace+1, "if "+val+", _err_ := "+eval+"; _err_ == nil {"+used)
	w.change(body.Body.Rbrace+1, call.End(), "")
}

// injectCall rewrites InjectCall, whose arguments stay where they are.
func (w *failpointRewriter) injectCall(call *ast.CallExpr) {
	if len(call.Args) == 0 {
		w.fail(call.Pos(), "failpoint.InjectCall has no name")
		return
	}
	arg := call.Args[0]
	w.change(call.Fun.Pos(), call.Fun.End(), faultsName+".Call")
	w.change(arg.Pos(), arg.End(), w.name(arg, true)+", "+w.local+".Call")
}

// evaluation rewrites a call of failpoint.Eval in the user's own words.
func (w *failpointRewriter) evaluation(call *ast.CallExpr) {
	if w.calls(call) != "Eval" || len(call.Args) != 1 {
		return
	}
	arg := call.Args[0]
	p := Failpoint{Prefix: true}
	prefix := ""
	if c, ok := arg.(*ast.CallExpr); ok && len(c.Args) == 1 {
		// failpoint's own tool has been at work, and left the name of the package to this.
		if f, ok := c.Fun.(*ast.Ident); ok && f.Name == "_curpkg_" {
			arg, prefix = c.Args[0], w.path+"/"
			p.Name = prefix
		}
	}
	if lit, ok := arg.(*ast.BasicLit); ok {
		if s, err := strconv.Unquote(lit.Value); err == nil {
			p = Failpoint{Name: prefix + s}
		}
	}
	arg = call.Args[0]
	w.points = append(w.points, p)
	w.change(call.Fun.Pos(), call.Fun.End(), faultsName+".Eval")
	w.change(arg.End(), arg.End(), ", "+w.next("Eval(n)"))
}

// apply makes the changes.
func (w *failpointRewriter) apply() []byte {
	slices.SortStableFunc(w.changes, func(a, b textChange) int { return a.at - b.at })
	var out bytes.Buffer
	at := 0
	for _, c := range w.changes {
		if c.at < at {
			continue // inside an expression that was copied
		}
		out.Write(w.src[at:c.at])
		out.WriteString(c.text)
		at = c.end
	}
	out.Write(w.src[at:])
	return out.Bytes()
}
