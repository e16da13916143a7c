package runtime

import (
	"internal/abi"
	"unsafe"
)

// What channel operations and atomics carry goes into recordings, where it is small: a number, a
// boolean, a short string, or that there is nothing. Addresses do not: they differ from run to run.

// chaosRecords reports whether what gp does is recorded.
func chaosRecords(gp *g) bool {
	c := &chaosState
	return c.rec.on && chaosIn(gp) && gp.chaos.quiet == 0 && gp.m.locks == 0
}

// chaosSends records what is about to be sent on c.
func chaosSends(c *hchan, elem unsafe.Pointer) {
	if gp := getg(); chaosRecords(gp) && c != nil {
		chaosState.rec.value(gp, c.elemtype, elem)
	}
}

// chaosReceives records what has been received from c, to elem, which is nil if nobody wants it.
func chaosReceives(c *hchan, elem unsafe.Pointer, received bool) {
	gp := getg()
	if !chaosRecords(gp) || c == nil {
		return
	}
	switch {
	case !received:
		chaosState.rec.carries(gp, "closed")
	case elem != nil:
		chaosState.rec.value(gp, c.elemtype, elem)
	}
}

// chaosTries records that an operation of a select with a default is not done, if it is not.
func chaosTries(selected bool) {
	if gp := getg(); !selected && chaosRecords(gp) {
		chaosState.rec.carries(gp, "default")
	}
}

// chaosTriesReceive is chaosReceives for a select with a default.
func chaosTriesReceive(c *hchan, elem unsafe.Pointer, selected, received bool) {
	if chaosTries(selected); selected {
		chaosReceives(c, elem, received)
	}
}

// chaosReturns records what a call returns, and returns that.
//
//go:linkname chaosReturns
func chaosReturns(ok bool) bool {
	if gp := getg(); chaosRecords(gp) {
		chaosState.rec.boolean(gp, ok)
	}
	return ok
}

// What an atomic variable is, for chaosPointAtomic.
const (
	chaosAtomicOther = iota
	chaosAtomicInt32
	chaosAtomicInt64
	chaosAtomicUint32
	chaosAtomicUint64
	chaosAtomicBool
	chaosAtomicPointer
)

// chaosAtomicValue records the value of an atomic variable before an operation.
func chaosAtomicValue(gp *g, obj unsafe.Pointer, kind uint8) {
	r := &chaosState.rec
	switch kind {
	case chaosAtomicInt32:
		r.signed(gp, int64(*(*int32)(obj)))
	case chaosAtomicInt64:
		r.signed(gp, *(*int64)(obj))
	case chaosAtomicUint32:
		r.unsigned(gp, uint64(*(*uint32)(obj)))
	case chaosAtomicUint64:
		r.unsigned(gp, *(*uint64)(obj))
	case chaosAtomicBool:
		r.boolean(gp, *(*uint32)(obj) != 0)
	case chaosAtomicPointer:
		if *(*unsafe.Pointer)(obj) == nil {
			r.carries(gp, "nil")
		} else {
			r.carries(gp, "non-nil")
		}
	}
}

// chaosSwapped records whether a CompareAndSwap has swapped.
//
//go:linkname chaosSwapped
func chaosSwapped(swapped bool) {
	if gp := getg(); chaosRecords(gp) {
		chaosState.rec.about(gp, "r")
		if swapped {
			chaosState.rec.word("swapped")
		} else {
			chaosState.rec.word("fails")
		}
		chaosState.rec.flush()
	}
}

// value records the value at p, of type t.
func (r *chaosRecorder) value(gp *g, t *_type, p unsafe.Pointer) {
	switch t.Kind() {
	case abi.Bool:
		r.boolean(gp, *(*bool)(p))
	case abi.Int:
		r.signed(gp, int64(*(*int)(p)))
	case abi.Int8:
		r.signed(gp, int64(*(*int8)(p)))
	case abi.Int16:
		r.signed(gp, int64(*(*int16)(p)))
	case abi.Int32:
		r.signed(gp, int64(*(*int32)(p)))
	case abi.Int64:
		r.signed(gp, *(*int64)(p))
	case abi.Uint:
		r.unsigned(gp, uint64(*(*uint)(p)))
	case abi.Uint8:
		r.unsigned(gp, uint64(*(*uint8)(p)))
	case abi.Uint16:
		r.unsigned(gp, uint64(*(*uint16)(p)))
	case abi.Uint32:
		r.unsigned(gp, uint64(*(*uint32)(p)))
	case abi.Uint64:
		r.unsigned(gp, *(*uint64)(p))
	case abi.String:
		if s := *(*string)(p); len(s) <= chaosShort {
			r.about(gp, "s")
			r.str(" \"")
			r.escaped(s)
			r.flush()
		}
	case abi.Pointer, abi.Interface, abi.Map, abi.Chan, abi.Func, abi.Slice:
		if *(*unsafe.Pointer)(p) == nil {
			r.carries(gp, "nil")
		}
	}
}

// chaosShort is how long a string may be that is recorded, in bytes.
const chaosShort = 20

// about begins a line about what the last step of a goroutine carries.
func (r *chaosRecorder) about(gp *g, kind string) {
	r.begin("Y")
	r.int(int(gp.chaos.id))
	r.word(kind)
}

func (r *chaosRecorder) carries(gp *g, what string) {
	r.about(gp, "w")
	r.word(what)
	r.flush()
}

func (r *chaosRecorder) boolean(gp *g, v bool) {
	if v {
		r.carries(gp, "true")
	} else {
		r.carries(gp, "false")
	}
}

func (r *chaosRecorder) signed(gp *g, v int64) {
	r.about(gp, "w")
	if v < 0 {
		r.str(" -")
		r.digits(-uint64(v), 10)
	} else {
		r.num(uint64(v), 10)
	}
	r.flush()
}

func (r *chaosRecorder) unsigned(gp *g, v uint64) {
	r.about(gp, "w")
	r.num(v, 10)
	r.flush()
}
