package mutate

import (
	"go/ast"
	"go/token"
	"slices"
)

// place is a call in a list of statements.
type place struct {
	stmt  ast.Stmt
	call  *ast.CallExpr
	list  []ast.Stmt
	index int
}

// deferred reports whether the call is made when a function ends.
func (p *place) deferred() bool {
	_, ok := p.stmt.(*ast.DeferStmt)
	return ok
}

// section is a critical section: a Lock, and the Unlocks of the same lock that follow it in
// the function, up to the next Lock.
type section struct {
	lock    *place
	unlocks []*place
	name    string // of the lock, as the source has it
	reads   bool   // it is an RLock
	rw      bool   // the lock is a sync.RWMutex
}

// The methods that begin a section, and those that end it.
var (
	unlockOf = map[string]string{"Lock": "Unlock", "RLock": "RUnlock"}
	lockers  = []string{"(*sync.Mutex).", "(*sync.RWMutex).", "(sync.Locker)."}
)

// sections finds the critical sections of the function and of the function literals in it.
func (s *scope) sections() []*section {
	var all []*section
	frames := []ast.Node{s.decl.Body}
	ast.Inspect(s.decl.Body, func(n ast.Node) bool {
		if lit, ok := n.(*ast.FuncLit); ok {
			frames = append(frames, lit.Body)
		}
		return true
	})
	for _, f := range frames {
		all = append(all, s.sectionsOf(f)...)
	}
	slices.SortStableFunc(all, func(a, b *section) int { return int(a.lock.stmt.Pos() - b.lock.stmt.Pos()) })
	return all
}

// sectionsOf finds the sections that begin in the body of one function, not of those in it.
func (s *scope) sectionsOf(body ast.Node) []*section {
	var locks, unlocks []*place
	var own func(n ast.Node, deferred bool)
	own = func(top ast.Node, deferred bool) {
		ast.Inspect(top, func(n ast.Node) bool {
			if d, ok := n.(*ast.DeferStmt); ok {
				// What is unlocked in a deferred function literal is unlocked by this one.
				if lit, ok := d.Call.Fun.(*ast.FuncLit); ok {
					own(lit.Body, true)
				}
			}
			if _, ok := n.(*ast.FuncLit); ok {
				return false
			}
			list := statements(n)
			for i, st := range list {
				call := called(st)
				if call == nil {
					continue
				}
				p := &place{st, call, list, i}
				switch m := s.lockMethod(call); {
				case m == "Lock" || m == "RLock":
					if !deferred && !p.deferred() {
						locks = append(locks, p)
					}
				case m != "":
					unlocks = append(unlocks, p)
				}
			}
			return true
		})
	}
	own(body, false)
	var all []*section
	for i, l := range locks {
		m := s.lockMethod(l.call)
		sec := &section{lock: l, name: s.receiver(l.call), reads: m == "RLock", rw: s.callee(l.call) == "(*sync.RWMutex)."+m}
		end := body.End()
		for _, next := range locks[i+1:] {
			if s.lockMethod(next.call) == m && s.receiver(next.call) == sec.name {
				end = next.stmt.Pos()
				break
			}
		}
		for _, u := range unlocks {
			if s.lockMethod(u.call) == unlockOf[m] && s.receiver(u.call) == sec.name && l.stmt.End() <= u.stmt.Pos() && u.stmt.Pos() < end {
				sec.unlocks = append(sec.unlocks, u)
			}
		}
		if len(sec.unlocks) > 0 {
			all = append(all, sec)
		}
	}
	return all
}

// lockMethod is the name of the method of a lock that is called, or "".
func (s *scope) lockMethod(call *ast.CallExpr) string {
	name := s.callee(call)
	for _, l := range lockers {
		for _, m := range []string{"Lock", "Unlock", "RLock", "RUnlock"} {
			if name == l+m {
				return m
			}
		}
	}
	return ""
}

// method is the name of the section's Lock.
func (sec *section) method() string {
	if sec.reads {
		return "RLock"
	}
	return "Lock"
}

// body is what the section does in the list of statements in which it begins, a deferred
// Unlock right after the Lock apart, which is head. tail is the Unlock at its end in the
// same list, if there is one.
func (sec *section) body() (head *place, body []ast.Stmt, tail *place) {
	l := sec.lock
	from, to := l.index+1, len(l.list)
	for _, u := range sec.unlocks {
		if len(u.list) == 0 || u.index >= len(l.list) || l.list[u.index] != u.stmt {
			continue // in another list
		}
		switch {
		case u.deferred() && u.index == l.index+1:
			head, from = u, from+1
		case !u.deferred() && tail == nil:
			tail, to = u, u.index
		}
	}
	return head, l.list[from:to], tail
}

// unlocksIn reports whether a statement has an Unlock of the section in it.
func (sec *section) unlocksIn(st ast.Stmt) bool {
	return slices.ContainsFunc(sec.unlocks, func(u *place) bool { return inside(u.stmt.Pos(), st) })
}

func dropLocks(s *scope) {
	for _, sec := range s.sections() {
		var gone []ast.Node
		var edits []edit
		for _, u := range sec.unlocks {
			gone = append(gone, u.stmt)
			edits = append(edits, s.drop(u.stmt))
		}
		edits = append(edits, s.dropUse(sec.lock.stmt, gone...))
		s.add(sec.lock.stmt, "no "+sec.method()+" of "+sec.name, edits...)
	}
}

func readLocks(s *scope) {
	for _, sec := range s.sections() {
		if sec.reads || !sec.rw {
			continue
		}
		edits := []edit{s.replace(sec.lock.call.Fun.(*ast.SelectorExpr).Sel, "RLock")}
		for _, u := range sec.unlocks {
			edits = append(edits, s.replace(u.call.Fun.(*ast.SelectorExpr).Sel, "RUnlock"))
		}
		s.add(sec.lock.stmt, "RLock for Lock of "+sec.name, edits...)
	}
}

func shrinkSections(s *scope) {
	for _, sec := range s.sections() {
		head, body, tail := sec.body()
		if len(body) < 2 {
			continue // the section would be empty
		}
		if first := body[0]; !sec.unlocksIn(first) && !ends(first) {
			edits := []edit{s.drop(sec.lock.stmt)}
			text := s.of(sec.lock.stmt)
			if head != nil {
				edits = append(edits, s.drop(head.stmt))
				text += "\n" + s.of(head.stmt)
			}
			s.add(sec.lock.stmt, sec.method()+" of "+sec.name+" one statement later", append(edits, s.after(first, text))...)
		}
		if last := body[len(body)-1]; tail != nil && !sec.unlocksIn(last) && !ends(last) {
			s.add(tail.stmt, unlockOf[sec.method()]+" of "+sec.name+" one statement earlier",
				s.before(last, s.of(tail.stmt)), s.drop(tail.stmt))
		}
	}
}

func splitSections(s *scope) {
	for _, sec := range s.sections() {
		_, body, _ := sec.body()
		if len(body) < 2 {
			continue
		}
		k := (len(body) - 2) / 2
		at := body[k]
		if ends(at) || len(body[k+1:]) == 1 && touchesNothing(body[k+1]) {
			continue
		}
		m := sec.method()
		s.add(at, unlockOf[m]+" and "+m+" of "+sec.name+" after this statement",
			s.after(at, sec.name+"."+unlockOf[m]+"()\n"+sec.name+"."+m+"()"))
	}
}

// touchesNothing reports whether a statement returns nothing but constants and variables of
// the function.
func touchesNothing(st ast.Stmt) bool {
	ret, ok := st.(*ast.ReturnStmt)
	if !ok {
		return false
	}
	for _, e := range ret.Results {
		switch ast.Unparen(e).(type) {
		case *ast.Ident, *ast.BasicLit:
		default:
			return false
		}
	}
	return true
}

// ends reports whether nothing runs after a statement.
func ends(st ast.Stmt) bool {
	switch st := st.(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return st.Tok != token.FALLTHROUGH
	}
	return false
}
