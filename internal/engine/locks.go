package engine

// locks is which mutexes a run has seen locked and not unlocked again. [DPOR] lets nobody try to
// lock one of them as long as another goroutine can go on: who waits for a mutex does nothing that
// anybody can see, and gets the mutex as somebody does who comes when it is free.
type locks struct {
	held []uintptr
}

// maxLocks is how many can be held at once and be known. Who locks one more may wait for it.
const maxLocks = 256

func newLocks() locks { return locks{make([]uintptr, 0, maxLocks)} }

func (l *locks) begin() { l.held = l.held[:0] }

func (l *locks) has(obj uintptr) bool {
	for _, o := range l.held {
		if o == obj {
			return true
		}
	}
	return false
}

func (l *locks) add(obj uintptr) {
	if len(l.held) < cap(l.held) {
		l.held = append(l.held, obj)
	}
}

func (l *locks) remove(obj uintptr) {
	for i, o := range l.held {
		if o == obj {
			last := len(l.held) - 1
			l.held[i] = l.held[last]
			l.held = l.held[:last]
			return
		}
	}
}

// waits reports whether slot s waits for what it has announced as p.
func (e *Engine) waits(s int32, p Pending) bool {
	return e.slots.has(s) && !e.enabled.has(s) && e.g[s].pend.Seq == p.Seq
}

// step takes in a step that slot s has made, which was announced as p. It reports whether the step
// took a mutex, and whether that can be: what was known of the mutex may have been wrong.
func (l *locks) step(e *Engine, s int32, p Pending) (took, ok bool) {
	switch op := p.Op; {
	case op == OpUnlock:
		l.remove(p.Obj)
		return false, true
	case op == OpTryLock || op == OpTryWLock:
		took, ok = !l.has(p.Obj), true
	case op.locks():
		waits := e.waits(s, p)
		took, ok = !waits, waits || !l.has(p.Obj)
	default:
		return false, true
	}
	if took && ok {
		l.add(p.Obj)
	}
	return took, ok
}
