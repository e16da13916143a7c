package mutate

import (
	"go/ast"
	"go/token"
	"go/types"
)

func dropOnce(s *scope) {
	s.calls(func(st ast.Stmt, call *ast.CallExpr) {
		if s.callee(call) != "(*sync.Once).Do" || len(call.Args) != 1 {
			return
		}
		edits := s.use(st, call.Fun)
		s.add(st, "its function is called without "+s.receiver(call)+".Do", append(edits, s.replace(call, s.of(call.Args[0])+"()"))...)
	})
}

// ifForFor looks once at the condition that a goroutine waits for.
func ifForFor(s *scope) {
	ast.Inspect(s.decl.Body, func(n ast.Node) bool {
		loop, ok := n.(*ast.ForStmt)
		if !ok || loop.Cond == nil || loop.Init != nil || loop.Post != nil || branches(loop.Body) {
			return true
		}
		for _, st := range loop.Body.List {
			if call := called(st); call != nil && s.callee(call) == "(*sync.Cond).Wait" {
				at := s.offset(loop.For)
				s.add(loop, "if instead of for around "+s.of(call), edit{at, at + len("for"), "if"})
				break
			}
		}
		return true
	})
}

// branches reports whether there is a break or a continue in a block, which would mean
// something else if the block were no loop.
func branches(b *ast.BlockStmt) (any bool) {
	ast.Inspect(b, func(n ast.Node) bool {
		if br, ok := n.(*ast.BranchStmt); ok && (br.Tok == token.BREAK || br.Tok == token.CONTINUE) {
			any = true
		}
		return true
	})
	return any
}

func signalForBroadcast(s *scope) {
	s.calls(func(st ast.Stmt, call *ast.CallExpr) {
		if s.callee(call) == "(*sync.Cond).Broadcast" {
			s.add(st, "Signal for Broadcast of "+s.receiver(call), s.replace(call.Fun.(*ast.SelectorExpr).Sel, "Signal"))
		}
	})
}

// addAfterGo moves an Add to where a Wait may overtake it: into the goroutine, or, if its
// function stands elsewhere or there are several, after the statement that starts it.
func addAfterGo(s *scope) {
	s.lists(func(list []ast.Stmt) {
		for i, st := range list {
			call := called(st)
			if call == nil || s.callee(call) != "(*sync.WaitGroup).Add" {
				continue
			}
			for _, next := range list[i+1:] {
				if !starts(next) {
					continue
				}
				if g, ok := next.(*ast.GoStmt); ok {
					if lit, ok := g.Call.Fun.(*ast.FuncLit); ok && len(lit.Body.List) > 0 {
						s.add(st, s.of(st)+" in the goroutine", s.drop(st), s.before(lit.Body.List[0], s.of(st)))
						break
					}
				}
				s.add(st, s.of(st)+" after the goroutine is started", s.drop(st), s.after(next, s.of(st)))
				break
			}
		}
	})
}

// starts reports whether a statement starts a goroutine.
func starts(st ast.Stmt) (any bool) {
	ast.Inspect(st, func(n ast.Node) bool {
		if _, ok := n.(*ast.FuncLit); ok {
			return false
		}
		if _, ok := n.(*ast.GoStmt); ok {
			any = true
		}
		return !any
	})
	return any
}

func dropWait(s *scope) {
	s.calls(func(st ast.Stmt, call *ast.CallExpr) {
		if s.callee(call) == "(*sync.WaitGroup).Wait" {
			s.add(st, "no Wait for "+s.receiver(call), s.dropUse(st))
		}
	})
}

func dropCancel(s *scope) {
	s.calls(func(st ast.Stmt, call *ast.CallExpr) {
		t, ok := types.Unalias(s.info.TypeOf(call.Fun)).(*types.Named)
		if !ok || t.Obj().Pkg() == nil || t.Obj().Pkg().Path() != "context" {
			return
		}
		if n := t.Obj().Name(); n == "CancelFunc" || n == "CancelCauseFunc" {
			// The variable may be used nowhere else.
			s.add(st, "no call of "+s.of(call.Fun), s.replace(st, "_ = "+s.of(call.Fun)))
		}
	})
}
