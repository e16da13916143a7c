package mutate

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"strings"
)

var (
	atomicFunc   = regexp.MustCompile(`^sync/atomic\.(Add|Load|Store|Swap|CompareAndSwap)(Int32|Int64|Uint32|Uint64|Uintptr)$`)
	atomicMethod = regexp.MustCompile(`^\(\*sync/atomic\.(?:Bool|Int32|Int64|Uint32|Uint64|Uintptr|Pointer\[.*\])\)\.(Add|Swap|CompareAndSwap)$`)
)

// dropAtomics makes a function of sync/atomic a plain operation, and a method that reads and
// writes at once a Load and a Store: the value itself is out of reach there.
func dropAtomics(s *scope) {
	alone := make(map[*ast.CallExpr]bool)
	s.calls(func(st ast.Stmt, call *ast.CallExpr) {
		if _, ok := st.(*ast.ExprStmt); ok {
			alone[call] = true
		}
	})
	ast.Inspect(s.decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.DeferStmt, *ast.GoStmt:
			return false // the call must stay one
		case *ast.CallExpr:
			if m := atomicFunc.FindStringSubmatch(s.callee(n)); m != nil && !hasNames(n.Args[0], "old", "to") {
				s.plain(n, m[1], strings.ToLower(m[2]), alone[n])
			} else if m := atomicMethod.FindStringSubmatch(s.callee(n)); m != nil && !hasNames(n.Fun, "old", "to") {
				s.twice(n, m[1], alone[n])
			}
		}
		return true
	})
}

// plain mutates a call of a function.
func (s *scope) plain(call *ast.CallExpr, op, typ string, alone bool) {
	x := "*" + s.of(call.Args[0])
	if u, ok := ast.Unparen(call.Args[0]).(*ast.UnaryExpr); ok && u.Op == token.AND {
		x = s.of(u.X)
	} else if _, ok := call.Args[0].(*ast.Ident); !ok {
		x = "*(" + s.of(call.Args[0]) + ")"
	}
	arg := func(i int) string { return s.of(call.Args[i]) }
	var text string
	switch {
	case op == "Load" && !alone:
		text = x
	case op == "Load":
		text = "_ = " + x
	case op == "Store":
		text = x + " = " + arg(1)
	case op == "Add" && alone:
		text = x + " += " + arg(1)
	case op == "Add":
		text = fmt.Sprintf("func(to %s) %[1]s { %s = to; return to }(%[2]s + %s)", typ, x, arg(1))
	case op == "Swap":
		text = fmt.Sprintf("func(old, to %s) %[1]s { %s = to; return old }(%[2]s, %s)", typ, x, arg(1))
	case op == "CompareAndSwap":
		text = fmt.Sprintf("func(old, to %s) bool { if %s != old { return false }; %[2]s = to; return true }(%s, %s)", typ, x, arg(1), arg(2))
	}
	s.add(call, "no atomic."+call.Fun.(*ast.SelectorExpr).Sel.Name, s.replace(call, text))
}

// twice mutates a call of a method.
func (s *scope) twice(call *ast.CallExpr, op string, alone bool) {
	sig := s.info.TypeOf(call.Fun).(*types.Signature)
	typ := types.TypeString(sig.Params().At(0).Type(), func(p *types.Package) string {
		if p == s.pkg {
			return ""
		}
		return p.Name()
	})
	x := s.receiver(call)
	arg := func(i int) string { return s.of(call.Args[i]) }
	var text string
	switch {
	case op == "Add" && alone:
		text = fmt.Sprintf("%s.Store(%[1]s.Load() + %s)", x, arg(0))
	case op == "Add":
		text = fmt.Sprintf("func(to %s) %[1]s { %s.Store(to); return to }(%[2]s.Load() + %s)", typ, x, arg(0))
	case op == "Swap":
		text = fmt.Sprintf("func(old, to %s) %[1]s { %s.Store(to); return old }(%[2]s.Load(), %s)", typ, x, arg(0))
	case op == "CompareAndSwap":
		text = fmt.Sprintf("func(old, to %s) bool { if %s.Load() != old { return false }; %[2]s.Store(to); return true }(%s, %s)", typ, x, arg(0), arg(1))
	}
	s.add(call, "a Load and a Store for "+x+"."+op, s.replace(call, text))
}

// hasNames reports whether one of the names, which are those of a mutant's own variables, is
// in the node.
func hasNames(n ast.Node, names ...string) (any bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			for _, name := range names {
				any = any || id.Name == name
			}
		}
		return true
	})
	return any
}
