package toolchain

import (
	"go/ast"
	"go/parser"
	"go/token"
)

// A loop that waits until a channel has room, for len(ch) < cap(ch), passes no scheduling
// point: the compiler reads the length from memory. Under Go's scheduler such a loop is
// preempted. Here it would keep the turn for ever. So the overlay counts the turns of loops
// that look as if they might, on the same lines, and many turns without a scheduling point
// are one.

const (
	loopsPath = "chaosrun/loops"
	loopsName = "_chaosrun_loops" // of that package in rewritten files
)

// countLoops returns the file with the turns of its loops counted, or nil if it has no such loop.
func countLoops(file string, src []byte) []byte {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, src, parser.SkipObjectResolution|parser.ParseComments)
	if err != nil {
		return nil // the compiler says it better
	}
	base := fset.File(f.Pos()).Base()
	var changes []textChange
	insert := func(p token.Pos, text string) {
		at := int(p) - base
		changes = append(changes, textChange{at, at, text})
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if loop, ok := n.(*ast.ForStmt); ok && mayPoll(loop) {
			insert(loop.Body.Lbrace+1, loopsName+".Turn();")
		}
		return true
	})
	if len(changes) == 0 {
		return nil
	}
	insert(f.Name.End(), "; import "+loopsName+" \""+loopsPath+"\"")
	return changed(src, changes)
}

// mayPoll reports whether a loop may end by what it calls alone: it asks something in its
// condition, or in one inside, and has no count and no channel operation of its own.
func mayPoll(loop *ast.ForStmt) bool {
	if loop.Post != nil {
		return false
	}
	asks := loop.Cond != nil && calls(loop.Cond)
	waits := false
	ast.Inspect(loop.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.IfStmt:
			asks = asks || calls(n.Cond) || n.Init != nil && calls(n.Init)
		case *ast.SwitchStmt:
			asks = asks || n.Tag != nil && calls(n.Tag) || n.Init != nil && calls(n.Init)
		case *ast.CaseClause:
			for _, x := range n.List {
				asks = asks || calls(x)
			}
		case *ast.SendStmt, *ast.SelectStmt, *ast.GoStmt:
			waits = true
		case *ast.UnaryExpr:
			waits = waits || n.Op == token.ARROW
		}
		return true
	})
	return asks && !waits
}

// calls reports whether a call is part of n.
func calls(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		_, call := n.(*ast.CallExpr)
		found = found || call
		return !found
	})
	return found
}
