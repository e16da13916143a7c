// Package mutate asks whether tests would notice if the synchronization of the code under
// test were wrong: it makes mutants of it (a Lock left out, a channel without its buffer)
// and explores the tests of the package with each.
//
// All mutants of a package are in one test binary ("mutant schemata", Untch et al. 1993). A
// function with mutants has a copy of itself for each, and a switch in its place calls the one
// that is on. So a package is built once, and all mutants run from the same seeds
// in what is otherwise the same program. The tree is never touched: the build overlay holds
// the changed files.
package mutate

import (
	"bytes"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/changes"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// Mutant is one small change of a function that makes its synchronization weaker.
type Mutant struct {
	ID       int    // in its test binary, from 1 on
	Operator string // name of the operator that made it
	File     string // below the module's root
	Line     int
	Func     string
	What     string // what is different, as a phrase
	Diff     string // unified

	src    *source
	decl   *ast.FuncDecl
	anchor ast.Stmt // the innermost statement of a list with the change in it
	edits  []edit
}

// touches reports whether the mutant changes one of the lines, which files have whose names are without
// symbolic links.
func (m *Mutant) touches(lines changes.Lines) bool {
	name, err := filepath.EvalSymlinks(m.src.name)
	if err != nil {
		name = m.src.name
	}
	line := func(offset int) int { return 1 + bytes.Count(m.src.text[:offset], []byte("\n")) }
	return lines.Touch(name, m.Line, m.Line) ||
		slices.ContainsFunc(m.edits, func(e edit) bool { return lines.Touch(name, line(e.at), line(e.end)) })
}

// Operator makes mutants of one kind.
type Operator struct {
	Name string
	What string // one phrase
	find func(*scope)
}

// Operators are all operators, in the order in which they are applied.
var Operators = []Operator{
	{"lock", "leave out a Lock and its Unlocks", dropLocks},
	{"rlock", "RLock for Lock", readLocks},
	{"shrink", "a critical section without its first or last statement", shrinkSections},
	{"split", "unlock and lock again in the middle of a critical section", splitSections},
	{"atomic", "plain reads and writes for an atomic operation, or a Load and a Store", dropAtomics},
	{"once", "call the function itself for once.Do", dropOnce},
	{"cond", "if instead of for around cond.Wait", ifForFor},
	{"signal", "Signal for Broadcast", signalForBroadcast},
	{"add", "WaitGroup.Add after the go statement, or in the goroutine", addAfterGo},
	{"wait", "leave out WaitGroup.Wait", dropWait},
	{"cancel", "do not call a context's cancel function", dropCancel},
	{"close", "do not close a channel", dropClose},
	{"unbuffer", "an unbuffered channel for a buffered one", dropBuffer},
	{"buffer", "a buffer of 1 for an unbuffered channel", addBuffer},
	{"select", "leave out a case of a select", dropCase},
}

// scope is a function in which operators look for what to change.
type scope struct {
	*source
	decl  *ast.FuncDecl
	pkg   *types.Package
	info  *types.Info
	op    string
	found []*Mutant
}

// add adds a mutant whose change is at a node.
func (s *scope) add(at ast.Node, what string, edits ...edit) {
	s.found = append(s.found, &Mutant{
		Operator: s.op, Line: s.line(at.Pos()), Func: toolchain.FuncName(s.decl), What: what,
		src: s.source, decl: s.decl, anchor: s.statement(at), edits: edits,
	})
}

// statement is the innermost statement of a list that a node is in.
func (s *scope) statement(at ast.Node) (in ast.Stmt) {
	s.lists(func(list []ast.Stmt) {
		for _, st := range list {
			if st.Pos() <= at.Pos() && at.End() <= st.End() && (in == nil || in.Pos() <= st.Pos()) {
				in = st
			}
		}
	})
	return in
}

// lists calls f with every list of statements of the function, outer ones first.
func (s *scope) lists(f func(list []ast.Stmt)) {
	ast.Inspect(s.decl.Body, func(n ast.Node) bool {
		if list := statements(n); list != nil {
			f(list)
		}
		return true
	})
}

// statements are the statements of a node that is a list of them.
func statements(n ast.Node) []ast.Stmt {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return n.List
	case *ast.CaseClause:
		return n.Body
	case *ast.CommClause:
		return n.Body
	}
	return nil
}

// calls calls f with the calls that are statements of a list, or deferred there.
func (s *scope) calls(f func(st ast.Stmt, call *ast.CallExpr)) {
	s.lists(func(list []ast.Stmt) {
		for _, st := range list {
			if call := called(st); call != nil {
				f(st, call)
			}
		}
	})
}

// called is the call that a statement makes or defers, or nil.
func called(st ast.Stmt) *ast.CallExpr {
	switch st := st.(type) {
	case *ast.ExprStmt:
		call, _ := ast.Unparen(st.X).(*ast.CallExpr)
		return call
	case *ast.DeferStmt:
		return st.Call
	}
	return nil
}

// callee is the full name of the function or method that is called, like
// "(*sync.Mutex).Lock", or "".
func (s *scope) callee(call *ast.CallExpr) string {
	id, ok := call.Fun.(*ast.Ident)
	if sel, isSel := call.Fun.(*ast.SelectorExpr); isSel {
		id, ok = sel.Sel, true
	}
	if !ok {
		return ""
	}
	if fn, ok := s.info.Uses[id].(*types.Func); ok {
		return fn.Origin().FullName()
	}
	return ""
}

// builtin reports whether the built-in function of that name is called.
func (s *scope) builtin(call *ast.CallExpr, name string) bool {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok || id.Name != name {
		return false
	}
	_, ok = s.info.Uses[id].(*types.Builtin)
	return ok
}

// receiver is the text before the method's name in a call, or "".
func (s *scope) receiver(call *ast.CallExpr) string {
	if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
		return s.of(sel.X)
	}
	return ""
}

// orphans are statements that use the variables of the function's body that nothing would use
// any more if some nodes were gone: the compiler wants that they are used.
func (s *scope) orphans(gone ...ast.Node) (uses []string) {
	in := func(n ast.Node) bool {
		return slices.ContainsFunc(gone, func(g ast.Node) bool { return inside(n.Pos(), g) })
	}
	set := make(map[*ast.Ident]bool) // to set a variable is not to use it
	used := make(map[types.Object]bool)
	var order []types.Object
	lost := make(map[types.Object]bool)
	ast.Inspect(s.decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				if id, ok := left.(*ast.Ident); ok && (n.Tok == token.ASSIGN || n.Tok == token.DEFINE) {
					set[id] = true
				}
			}
		case *ast.Ident:
			obj, ok := s.info.Uses[n].(*types.Var)
			switch {
			case !ok || obj.IsField() || !inside(obj.Pos(), s.decl.Body) || set[n]:
			case !in(n):
				used[obj] = true
			case !lost[obj] && !slices.ContainsFunc(gone, func(g ast.Node) bool { return inside(obj.Pos(), g) }):
				lost[obj] = true
				order = append(order, obj)
			}
		}
		return true
	})
	for _, obj := range order {
		if !used[obj] {
			uses = append(uses, "_ = &"+obj.Name())
		}
	}
	return uses
}

// dropUse leaves a statement out of those that are gone, or uses in its place what nothing
// else uses.
func (s *scope) dropUse(st ast.Stmt, gone ...ast.Node) edit {
	if uses := s.orphans(append(gone, st)...); len(uses) > 0 {
		return s.replace(st, strings.Join(uses, "; "))
	}
	return s.drop(st)
}

// use uses, before a statement, what nothing else uses when a node is gone.
func (s *scope) use(st ast.Stmt, gone ast.Node) []edit {
	if uses := s.orphans(gone); len(uses) > 0 {
		return []edit{s.before(st, strings.Join(uses, "; "))}
	}
	return nil
}

// below is a file's name below a folder, with slashes.
func below(dir, name string) string {
	if rel, err := filepath.Rel(dir, name); err == nil {
		name = rel
	}
	return filepath.ToSlash(name)
}

// inside reports whether a position is in a node.
func inside(p token.Pos, n ast.Node) bool { return n.Pos() <= p && p < n.End() }
