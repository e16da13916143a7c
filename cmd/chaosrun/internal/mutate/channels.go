package mutate

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

func dropClose(s *scope) {
	s.calls(func(st ast.Stmt, call *ast.CallExpr) {
		if s.builtin(call, "close") && len(call.Args) == 1 {
			// The variable may be used nowhere else.
			s.add(st, "no close of "+s.of(call.Args[0]), s.replace(st, "_ = "+s.of(call.Args[0])))
		}
	})
}

func dropBuffer(s *scope) {
	s.channels(func(call *ast.CallExpr) {
		if len(call.Args) == 2 && !s.zero(call.Args[1]) {
			s.add(call, "no buffer", edit{s.offset(call.Args[0].End()), s.offset(call.Args[1].End()), ""})
		}
	})
}

func addBuffer(s *scope) {
	s.channels(func(call *ast.CallExpr) {
		switch end := s.offset(call.Args[0].End()); {
		case len(call.Args) == 1:
			s.add(call, "a buffer of 1", edit{end, end, ", 1"})
		case s.zero(call.Args[1]):
			s.add(call, "a buffer of 1", s.replace(call.Args[1], "1"))
		}
	})
}

// channels calls f with each call that makes a channel.
func (s *scope) channels(f func(call *ast.CallExpr)) {
	ast.Inspect(s.decl.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && s.builtin(call, "make") {
			if _, ok := s.info.TypeOf(call.Args[0]).Underlying().(*types.Chan); ok {
				f(call)
			}
		}
		return true
	})
}

// zero reports whether an expression is the constant 0.
func (s *scope) zero(e ast.Expr) bool {
	v := s.info.Types[e].Value
	return v != nil && constant.Sign(v) == 0
}

func dropCase(s *scope) {
	ast.Inspect(s.decl.Body, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectStmt)
		if !ok || len(sel.Body.List) < 2 {
			return true
		}
		for i, c := range sel.Body.List {
			next := sel.Body.Rbrace
			if i+1 < len(sel.Body.List) {
				next = sel.Body.List[i+1].Pos()
			}
			clause := c.(*ast.CommClause)
			what := "default"
			if clause.Comm != nil {
				what = "case " + s.of(clause.Comm)
			}
			s.add(sel, "a select without "+what, append(s.use(sel, clause), s.cut(clause.Pos(), next))...)
			s.found[len(s.found)-1].Line = s.line(clause.Pos())
		}
		return true
	})
}

// cut leaves out all from one place to another, whole lines if both begin one.
func (s *scope) cut(from, to token.Pos) edit {
	e := edit{at: s.offset(from), end: s.offset(to)}
	at, first := s.begins(e.at)
	end, last := s.begins(e.end)
	if first && last {
		e.at, e.end = at, end
	}
	return e
}
