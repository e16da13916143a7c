package report

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// Where the source makes what has a name, and functions within a line.

// makes reports whether an expression makes a new channel or a new value.
func makes(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.CompositeLit:
		return true
	case *ast.UnaryExpr:
		return x.Op == token.AND && makes(x.X)
	case *ast.CallExpr:
		f, ok := x.Fun.(*ast.Ident)
		return ok && (f.Name == "make" || f.Name == "new")
	}
	return false
}

// madeIn reports whether the function that a line is in makes what it calls by that name, before that line.
func (s *syntax) madeIn(name string, line int) bool {
	outer := body{}
	for _, b := range s.bodies {
		if b.from <= line && line <= b.to && b.to-b.from >= outer.to-outer.from {
			outer = b
		}
	}
	return slices.ContainsFunc(s.made[name], func(l int) bool { return l >= outer.from && l <= line && outer.to > 0 })
}

// literal notes a function literal that is within a line.
func (s *syntax) literal(f *ast.FuncLit) {
	line := s.line(f.Pos())
	if line != s.line(f.End()) {
		return
	}
	if _, ok := s.literals[line]; ok {
		s.literals[line] = "" // which of them is meant?
		return
	}
	var body []string
	for _, statement := range f.Body.List {
		body = append(body, s.text(statement))
	}
	s.literals[line] = strings.Join(body, "; ")
}
