package report

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// A recording does not say where a run draws random numbers: the source does. They are calls of the packages
// for random numbers, and loops over maps, which begin at a random key.

// randomness finds the lines of a file that draw random numbers.
func (s *syntax) randomness(file *ast.File) {
	random := make(map[string]bool) // names of the packages in the file
	for _, i := range file.Imports {
		if p, err := strconv.Unquote(i.Path.Value); err == nil && (p == "math/rand" || p == "math/rand/v2" || p == "crypto/rand") {
			random[importName(i)] = true
		}
	}
	maps := make(map[string]bool) // names that a map is assigned to
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, x := range n.Lhs {
				if id, ok := x.(*ast.Ident); ok && n.Tok == token.DEFINE && len(n.Lhs) == len(n.Rhs) && isMap(n.Rhs[i]) {
					maps[id.Name] = true
				}
			}
		case *ast.CallExpr:
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok {
				if pkg, ok := sel.X.(*ast.Ident); ok && random[pkg.Name] {
					s.random = append(s.random, s.line(n.Pos()))
				}
			}
		case *ast.RangeStmt:
			id, ok := n.X.(*ast.Ident)
			if isMap(n.X) || ok && maps[id.Name] {
				s.random = append(s.random, s.line(n.Pos()))
			}
		}
		return true
	})
	slices.Sort(s.random)
	s.random = slices.Compact(s.random)
}

// isMap reports whether an expression makes a map.
func isMap(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.CompositeLit:
		_, ok := x.Type.(*ast.MapType)
		return ok
	case *ast.CallExpr:
		if f, ok := x.Fun.(*ast.Ident); ok && f.Name == "make" && len(x.Args) > 0 {
			_, ok := x.Args[0].(*ast.MapType)
			return ok
		}
	}
	return false
}

// mostRandom bounds the lines that are named as those that draw.
const mostRandom = 3

// draws names the lines that draw random numbers in functions that the run was in, or is "" if the source
// does not say which they are, or if they are too many.
func (v *view) draws() string {
	var at []trace.Frame
	seen := make(map[trace.Frame]bool)
	for _, e := range v.t.Events {
		if e.At.File == "" || e.At.Std() {
			continue
		}
		s := v.src.syntax(e.At.File)
		if s == nil {
			continue
		}
		for _, b := range s.bodies {
			if e.At.Line < b.from || e.At.Line > b.to {
				continue
			}
			for _, l := range s.random {
				if f := (trace.Frame{File: e.At.File, Line: l}); l >= b.from && l <= b.to && !seen[f] {
					seen[f] = true
					at = append(at, f)
				}
			}
		}
	}
	if len(at) == 0 || len(at) > mostRandom {
		return ""
	}
	var texts []string
	for _, f := range at {
		texts = append(texts, fmt.Sprintf("“%s” (%s)", clip(v.src.Line(f.File, f.Line), 44), base(f)))
	}
	return strings.Join(texts, ", ")
}
