package report

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// syntax is what the lines of a source file say: which operations they do, on what, and the cases of
// their selects.
type syntax struct {
	fset     *token.FileSet
	pkg      string
	ops      map[int][]operand       // by line
	selects  map[int]*ast.SelectStmt // by line
	imports  map[string]bool         // names of imported packages
	timers   []timerCall
	bodies   []body
	declared []declaration
	random   []int // lines that draw random numbers

	atomics  map[int][]*atomicCall // by line
	pointsTo map[string]string     // field or variable -> the type that its atomic.Pointer is of

	made     map[string][]int // by variable: lines that make what it is
	literals map[int]string   // by line: the body of the function literal that is within the line, if one alone is
}

// body is the body of a function, by its lines.
type body struct {
	from, to int
	defers   []int // lines of its defer statements
	ends     []int // lines at which it returns
}

// timerCall is a call of a function like time.AfterFunc, which runs another one in a goroutine of its own.
type timerCall struct {
	line     int
	text     string // the call, without the body of the function
	from, to int    // lines of the function, if it is a literal
	function string // else its name
}

// operand is what an operation of the source is done to.
type operand struct {
	op    string // the method, or what the operator does
	text  string // the expression
	whole string // the call or the statement, "" if it goes on for lines
}

// readSyntax parses a file. A file that does not parse says nothing.
func readSyntax(text string) *syntax {
	s := &syntax{fset: token.NewFileSet(), ops: make(map[int][]operand), selects: make(map[int]*ast.SelectStmt), imports: make(map[string]bool), literals: make(map[int]string), made: make(map[string][]int), atomics: make(map[int][]*atomicCall), pointsTo: make(map[string]string)}
	file, err := parser.ParseFile(s.fset, "", text, parser.SkipObjectResolution)
	if err != nil {
		return s
	}
	s.pkg = file.Name.Name
	for _, i := range file.Imports {
		s.imports[importName(i)] = true
	}
	s.functions(file)
	s.randomness(file)
	s.pointers(file)
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SendStmt:
			s.add("send", n.Chan, n, n.Pos(), n.Arrow)
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				s.add("recv", n.X, n, n.Pos())
			}
		case *ast.RangeStmt:
			s.add("recv", n.X, nil, n.Pos())
		case *ast.SelectStmt:
			s.selects[s.line(n.Pos())] = n
		case *ast.FuncDecl:
			if n.Body != nil {
				s.body(n.Body)
			}
		case *ast.FuncLit:
			s.body(n.Body)
			s.literal(n)
		case *ast.CallExpr:
			s.call(n)
			s.timer(n)
		case *ast.AssignStmt:
			for i, x := range n.Lhs {
				if name, ok := x.(*ast.Ident); ok && len(n.Lhs) == len(n.Rhs) && makes(n.Rhs[i]) {
					s.made[name.Name] = append(s.made[name.Name], s.line(n.Pos()))
				}
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if n.Type != nil && len(n.Values) == 0 || i < len(n.Values) && makes(n.Values[i]) {
					s.made[name.Name] = append(s.made[name.Name], s.line(n.Pos()))
				}
			}
		}
		return true
	})
	return s
}

// importName is the name by which a file knows a package that it imports, as far as the path says.
func importName(i *ast.ImportSpec) string {
	if i.Name != nil {
		return i.Name.Name
	}
	p, err := strconv.Unquote(i.Path.Value)
	if err != nil {
		return ""
	}
	dir, name := path.Split(p)
	if len(name) > 1 && name[0] == 'v' && name[1] >= '0' && name[1] <= '9' && dir != "" {
		name = path.Base(dir) // a major version
	}
	return name
}

func (s *syntax) line(p token.Pos) int { return s.fset.Position(p).Line }

// add notes an operation on what x is, at the lines of places. In the source it is whole, which may be
// nil.
func (s *syntax) add(op string, x ast.Expr, whole ast.Node, places ...token.Pos) {
	text, all := s.text(x), ""
	if whole != nil && s.line(whole.Pos()) == s.line(whole.End()) {
		all = s.text(whole)
	}
	last := 0
	for _, p := range places {
		if l := s.line(p); l != last {
			s.ops[l] = append(s.ops[l], operand{op, text, all})
			last = l
		}
	}
}

// call notes close(x), x.Method() and atomic.Function(&x).
func (s *syntax) call(c *ast.CallExpr) {
	switch fun := c.Fun.(type) {
	case *ast.Ident:
		if len(c.Args) == 1 && (fun.Name == "close" || fun.Name == "len" || fun.Name == "cap") {
			s.add(fun.Name, c.Args[0], c, c.Pos(), c.Lparen)
		}
	case *ast.SelectorExpr:
		if pkg, ok := fun.X.(*ast.Ident); ok && pkg.Name == "atomic" && len(c.Args) > 0 {
			if x, ok := c.Args[0].(*ast.UnaryExpr); ok && x.Op == token.AND {
				s.add("atomic", x.X, c, c.Pos(), c.Lparen)
			}
			return
		} else if ok && s.imports[pkg.Name] {
			return // a function of the package does it, to something else
		}
		s.add(fun.Sel.Name, fun.X, c, c.Pos(), fun.Sel.Pos(), c.Lparen)
	}
}

// body notes a function and what it defers.
func (s *syntax) body(b *ast.BlockStmt) {
	f := body{from: s.line(b.Lbrace), to: s.line(b.Rbrace), ends: []int{s.line(b.Rbrace)}}
	ast.Inspect(b, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.DeferStmt:
			f.defers = append(f.defers, s.line(n.Pos()))
		case *ast.ReturnStmt:
			f.ends = append(f.ends, s.line(n.Pos()))
		}
		_, inner := n.(*ast.FuncLit)
		return !inner
	})
	s.bodies = append(s.bodies, f)
}

// deferred is the line of the defer statement of an operation of that kind which happens at a line where its
// function returns; the line itself if that has the operation, or if no one defer statement does.
func (s *syntax) deferred(kind string, line int) int {
	if methods[kind] == nil || s.has(kind, line) {
		return line
	}
	var in *body
	for i, f := range s.bodies {
		if f.from <= line && line <= f.to && (in == nil || f.to-f.from < in.to-in.from) {
			in = &s.bodies[i]
		}
	}
	found := 0
	if in != nil && slices.Contains(in.ends, line) {
		for _, l := range in.defers {
			if s.has(kind, l) {
				if found != 0 {
					return line
				}
				found = l
			}
		}
	}
	return cmp.Or(found, line)
}

// has reports whether a line has an operation of that kind.
func (s *syntax) has(kind string, line int) bool {
	return slices.ContainsFunc(s.ops[line], func(o operand) bool { return slices.Contains(methods[kind], o.op) })
}

// timer notes a call of AfterFunc.
func (s *syntax) timer(c *ast.CallExpr) {
	sel, ok := c.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "AfterFunc" || len(c.Args) != 2 {
		return
	}
	t := timerCall{line: s.line(c.Pos())}
	f := ""
	switch fun := ast.Unparen(c.Args[1]).(type) {
	case *ast.FuncLit:
		t.from, t.to = s.line(fun.Pos()), s.line(fun.End())
		f = "func…"
	case *ast.SelectorExpr:
		t.function, f = fun.Sel.Name, s.text(fun)
	case *ast.Ident:
		t.function, f = fun.Name, fun.Name
	default:
		return
	}
	t.text = fmt.Sprintf("%s(%s, %s)", s.text(sel), s.text(c.Args[0]), f)
	s.timers = append(s.timers, t)
}

// timerOf is the call whose function at is in, if one and only one can be.
func (s *syntax) timerOf(at trace.Frame) (timerCall, bool) {
	name := strings.TrimSuffix(at.Func[strings.LastIndexByte(at.Func, '.')+1:], "-fm")
	var found []timerCall
	for _, t := range s.timers {
		switch {
		case t.function == "" && at.Line >= t.from && at.Line <= t.to:
			if n := len(found); n > 0 && found[n-1].function == "" {
				found = found[:n-1] // that one is around this one
			}
			found = append(found, t)
		case t.function != "" && t.function == name:
			found = append(found, t)
		}
	}
	if len(found) != 1 {
		return timerCall{}, false
	}
	return found[0], true
}

// text is an expression as the source has it, on one line.
func (s *syntax) text(x ast.Node) string {
	var b strings.Builder
	if err := printer.Fprint(&b, s.fset, x); err != nil {
		return ""
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// methods are the names in the source of operations as recordings have them.
var methods = map[string][]string{
	"send": {"send"}, "recv": {"recv"}, "try-send": {"send"}, "try-recv": {"recv"}, "close": {"close"}, "len": {"len", "cap"},
	"Lock": {"Lock"}, "TryLock": {"TryLock"}, "Unlock": {"Unlock"},
	"RLock": {"RLock"}, "TryRLock": {"TryRLock"}, "RUnlock": {"RUnlock"},
	"rw.Lock": {"Lock"}, "rw.TryLock": {"TryLock"}, "rw.Unlock": {"Unlock"},
	"wg.Add": {"Add", "Go"}, "wg.Done": {"Done"}, "wg.Wait": {"Wait"},
	"cond.Wait": {"Wait"}, "cond.Signal": {"Signal"}, "cond.Broadcast": {"Broadcast"},
	"once.Do": {"Do"}, "timer.Stop": {"Stop"}, "timer.Reset": {"Reset"},
	"atomic.Load": {"Load", "atomic"}, "atomic.Store": {"Store", "atomic"}, "atomic.Add": {"Add", "And", "Or", "atomic"},
	"atomic.Swap": {"Swap", "atomic"}, "atomic.CompareAndSwap": {"CompareAndSwap", "atomic"},
}

// operand is what the operation of that kind at a line is done to, or "" if the line does not say it.
func (s *syntax) operand(kind string, line int) string {
	return s.only(kind, line, func(o operand) string { return o.text })
}

// statement is the call or the statement of the operation of that kind at a line, or "" if the line does
// not say which one it is.
func (s *syntax) statement(kind string, line int) string {
	return s.only(kind, line, func(o operand) string { return o.whole })
}

// only is what is said of the operations of that kind at a line, if that is the same of all.
func (s *syntax) only(kind string, line int, what func(operand) string) string {
	found := ""
	for _, m := range methods[kind] {
		for _, o := range s.ops[line] {
			if o.op != m {
				continue
			}
			if found != "" && found != what(o) {
				return ""
			}
			found = what(o)
		}
	}
	return found
}

// clause is a case of a select.
type clause struct {
	text    string // "case <-done", "case out <- x", "default"
	channel string // the expression of its channel
}

// clauses are the cases of the select at a line in the order of the runtime: those that send as they
// stand, then those that receive from the last one on. There are none if the line has no select with so
// many channels.
func (s *syntax) clauses(line, channels int) []clause {
	sel := s.selects[line]
	if sel == nil {
		return nil
	}
	var sends, recvs []clause
	for _, st := range sel.Body.List {
		comm, ok := st.(*ast.CommClause)
		if !ok || comm.Comm == nil {
			continue
		}
		c := clause{text: "case " + s.text(comm.Comm)}
		switch st := comm.Comm.(type) {
		case *ast.SendStmt:
			c.channel = s.text(st.Chan)
			sends = append(sends, c)
			continue
		case *ast.ExprStmt:
			c.channel = s.received(st.X)
		case *ast.AssignStmt:
			c.channel = s.received(st.Rhs[0])
		}
		recvs = append([]clause{c}, recvs...)
	}
	if len(sends)+len(recvs) != channels {
		return nil
	}
	return append(sends, recvs...)
}

// channels are the channels of the select at a line.
func (s *syntax) channels(line int) []string {
	sel := s.selects[line]
	if sel == nil {
		return nil
	}
	var channels []string
	for _, st := range sel.Body.List {
		comm, ok := st.(*ast.CommClause)
		if !ok {
			continue
		}
		switch st := comm.Comm.(type) {
		case *ast.SendStmt:
			channels = append(channels, s.text(st.Chan))
		case *ast.ExprStmt:
			channels = append(channels, s.received(st.X))
		case *ast.AssignStmt:
			channels = append(channels, s.received(st.Rhs[0]))
		}
	}
	return channels
}

// sends are the channels that the select at a line sends to.
func (s *syntax) sends(line int) []string {
	var channels []string
	if sel := s.selects[line]; sel != nil {
		for _, st := range sel.Body.List {
			if comm, ok := st.(*ast.CommClause); ok {
				if send, ok := comm.Comm.(*ast.SendStmt); ok {
					channels = append(channels, s.text(send.Chan))
				}
			}
		}
	}
	return channels
}

func (s *syntax) received(x ast.Expr) string {
	if u, ok := ast.Unparen(x).(*ast.UnaryExpr); ok && u.Op == token.ARROW {
		return s.text(u.X)
	}
	return ""
}
