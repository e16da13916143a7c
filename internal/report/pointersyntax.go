package report

import (
	"go/ast"
	"go/token"
	"slices"
)

// What the source says of pointers in atomic variables: which variable of a function gets what is loaded, and which
// variables an operation is done to and stores.

// atomicCall is a call of a method like x.Load(), old.next.Load() or head.CompareAndSwap(old, n).
type atomicCall struct {
	call   *ast.CallExpr
	line   int
	method string
	what   string // the expression that it is done to
	base   string // the variable, if that is a field of one: old of old.next
	gets   string // the variable that is assigned what the call returns
	in     *function
	block  lines // the innermost block around it
	maybe  bool  // it is not done whenever the block is run up to it
}

// lines are lines of a file, from the first to the last.
type lines struct{ from, to int }

// function is a function, with its assignments.
type function struct {
	lines
	assigned map[string][]int // variable -> the lines at which it gets a value, with the function's own for a parameter
}

// pointers finds the calls of a file that may be of atomic variables, and the types of pointers in them.
func (s *syntax) pointers(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Body != nil {
				s.callsIn(n.Body, n.Recv, n.Type.Params)
			}
		case *ast.FuncLit:
			s.callsIn(n.Body, n.Type.Params)
		case *ast.Field:
			s.pointerType(n.Names, n.Type)
		case *ast.ValueSpec:
			s.pointerType(n.Names, n.Type)
		}
		return true
	})
}

// pointerType notes what the atomic.Pointer variables of these names point to.
func (s *syntax) pointerType(names []*ast.Ident, t ast.Expr) {
	x, ok := t.(*ast.IndexExpr)
	if !ok {
		return
	}
	sel, ok := x.X.(*ast.SelectorExpr)
	of, named := x.Index.(*ast.Ident)
	if !ok || !named || sel.Sel.Name != "Pointer" {
		return
	}
	for _, n := range names {
		s.pointsTo[n.Name] = of.Name
	}
}

// callsIn finds the calls in the body of a function, but for those in functions within it.
func (s *syntax) callsIn(b *ast.BlockStmt, params ...*ast.FieldList) {
	f := &function{lines: lines{s.line(b.Pos()), s.line(b.End())}, assigned: make(map[string][]int)}
	for _, p := range params {
		if p == nil {
			continue
		}
		for _, field := range p.List {
			for _, n := range field.Names {
				f.assigned[n.Name] = []int{f.from}
			}
		}
	}
	var path []ast.Node
	ast.Inspect(b, func(n ast.Node) bool {
		if n == nil {
			path = path[:len(path)-1]
			return true
		}
		if _, inner := n.(*ast.FuncLit); inner {
			return false
		}
		path = append(path, n)
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				f.assign(x, s.line(n.Pos()))
			}
		case *ast.ValueSpec:
			for _, x := range n.Names {
				f.assign(x, s.line(n.Pos()))
			}
		case *ast.RangeStmt:
			f.assign(n.Key, s.line(n.Pos()))
			f.assign(n.Value, s.line(n.Pos()))
		case *ast.CallExpr:
			s.atomicCall(n, f, path)
		}
		return true
	})
}

// assign notes that a variable gets a value.
func (f *function) assign(x ast.Expr, line int) {
	if id, ok := x.(*ast.Ident); ok {
		f.assigned[id.Name] = append(f.assigned[id.Name], line)
	}
}

// atomicCall notes a call, which the nodes of the path lead to.
func (s *syntax) atomicCall(c *ast.CallExpr, f *function, path []ast.Node) {
	sel, ok := c.Fun.(*ast.SelectorExpr)
	if !ok {
		return
	}
	a := &atomicCall{call: c, line: s.line(sel.Sel.Pos()), method: sel.Sel.Name, what: s.text(sel.X), in: f}
	if x, ok := sel.X.(*ast.SelectorExpr); ok {
		if id, ok := x.X.(*ast.Ident); ok {
			a.base = id.Name
		}
	}
	var child ast.Node = c
	for _, n := range slices.Backward(path[:len(path)-1]) {
		switch n := n.(type) {
		case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
			a.block = lines{s.line(n.Pos()), s.line(n.End())}
			s.atomics[a.line] = append(s.atomics[a.line], a)
			return
		case *ast.BinaryExpr:
			a.maybe = a.maybe || (n.Op == token.LAND || n.Op == token.LOR) && n.Y == child
		case *ast.AssignStmt:
			if i := slices.Index(n.Rhs, ast.Expr(c)); i >= 0 && len(n.Lhs) == len(n.Rhs) {
				if id, ok := n.Lhs[i].(*ast.Ident); ok {
					a.gets = id.Name
				}
			}
		}
		child = n
	}
}

// before reports whether each run of line comes after one of the call, in the same turn of the same function.
func (a *atomicCall) before(f *function, line int) bool {
	return a.in == f && !a.maybe && a.line < line && a.block.from <= line && line <= a.block.to
}

// lastAssigned is the line above the given one at which a variable gets its value, 0 if there is none, or if it gets
// several there.
func (f *function) lastAssigned(name string, line int) int {
	last, times := 0, 0
	for _, l := range f.assigned[name] {
		switch {
		case l >= line && l != f.from || l < last:
		case l == last:
			times++
		default:
			last, times = l, 1
		}
	}
	if times > 1 {
		return 0
	}
	return last
}
