package runtime

import (
	"chaosrun/engine"
	"unsafe"
)

// The recorder writes what a run does, one line an event, to a file descriptor of
// the parent's. It is on only when one run is looked at closely. It loses nothing when
// the process dies: lines that wait for being written are in the memory shared with the
// parent.
//
// Fields are separated by spaces; program counters are hexadecimal offsets from the
// start of the text segment, innermost first:
//
//	S g op obj n k next pc...   g announces op on obj; option k of n: next runs
//	G g parent pc...            goroutine g is started; parent -1: by a timer or the harness
//	B g reason obj pc...        g waits
//	W g by                      g is enabled again (by: "t" a timer or the scheduler, "x" from outside)
//	X g                         g ends
//	P next n k                  nobody holds the turn: option k of n
//	V g n k cases               a choice among ready select cases: their indexes
//	K g index n obj dir pc...   the case of n that a select takes
//	C g n k pc...               a choice that the program makes itself
//	H g what k ns pc...         whether something happens that may: held, noyield, poolmiss
//	M g name pc...              a mark that the program sets; name is percent-encoded
//	Y g kind value          what the last step of g carries: "w" and a word, or "s" and a string, which is
//	                        percent-encoded after a "
//	Q g pc...               g panics
//	E g pc...               g ends the process
//	R step op step op           a race of the accesses in these two steps, with -accesses
//	T now                       virtual time advances
//	L g status reason obj... | pc... | pc...   left when the run ended: waits, stack, creation
type chaosRecorder struct {
	on     bool
	from   uint64 // the step at which recording begins; never: ^0
	fd     uintptr
	buf    [2048]byte
	n      int
	objs   chaosAddresses
	places chaosAddresses // program counters

	steps int // operations that were recorded in the run
}

const chaosMaxPCs = 24

func (r *chaosRecorder) str(s string) {
	for i := 0; i < len(s) && r.n < len(r.buf); i++ {
		r.buf[r.n] = s[i]
		r.n++
	}
}

func (r *chaosRecorder) num(v uint64, base uint64) {
	r.str(" ")
	r.digits(v, base)
}

func (r *chaosRecorder) digits(v uint64, base uint64) {
	var tmp [20]byte
	i := len(tmp)
	for {
		i--
		tmp[i] = "0123456789abcdef"[v%base]
		v /= base
		if v == 0 {
			break
		}
	}
	for ; i < len(tmp) && r.n < len(r.buf); i++ {
		r.buf[r.n] = tmp[i]
		r.n++
	}
}

func (r *chaosRecorder) int(v int) {
	if v < 0 {
		r.str(" -1")
		return
	}
	r.num(uint64(v), 10)
}

// begin begins a line. Until flush the goroutine is not preempted: the scheduler might write one of its own.
func (r *chaosRecorder) begin(kind string) {
	acquirem()
	r.str(kind)
}

// flush ends a line.
func (r *chaosRecorder) flush() {
	r.str("\n")
	r.buf[len(r.buf)-1] = '\n'
	page := chaosState.page
	if page.lines+uint64(r.n) > chaosPageEvents {
		write(r.fd, unsafe.Pointer(&page.event), int32(page.lines))
		page.lines = 0
	}
	page.lines += uint64(copy(page.event[page.lines:], r.buf[:r.n]))
	r.n = 0
	releasem(getg().m)
}

// word writes s as one field.
func (r *chaosRecorder) word(s string) {
	r.str(" ")
	for i := 0; i < len(s) && r.n < len(r.buf); i++ {
		b := s[i]
		if b == ' ' {
			b = '_'
		}
		r.buf[r.n] = b
		r.n++
	}
}

func (r *chaosRecorder) pcs(gp *g) {
	var pcs [chaosMaxPCs]uintptr
	var n int
	if gp == getg() {
		n = callers(3, pcs[:])
	} else {
		n = gcallers(gp, 0, pcs[:])
	}
	for _, pc := range pcs[:n] {
		r.pc(pc)
	}
}

func (r *chaosRecorder) pc(pc uintptr) {
	r.places.number(pc)
	r.num(uint64(pc-firstmoduledata.text), 16)
}

func (r *chaosRecorder) step(gp *g, op engine.Op, obj uintptr, n int, next int32) {
	e := &chaosState.eng
	r.steps++
	r.begin("S")
	r.int(int(gp.chaos.id))
	r.word(op.String())
	r.int(r.objs.number(obj))
	r.int(n)
	r.choice(n)
	r.int(int(e.ID(next)))
	r.pcs(gp)
	r.flush()
}

// choice writes the choice just made among n.
func (r *chaosRecorder) choice(n int) {
	if n > 1 {
		r.int(chaosState.eng.Last())
	} else {
		r.str(" 0")
	}
}

func (r *chaosRecorder) spawn(parent, gp *g) {
	r.begin("G")
	r.int(int(gp.chaos.id))
	if parent.chaos.slot > 0 {
		r.int(int(parent.chaos.id))
		r.pcs(parent)
	} else {
		r.str(" -1")
		r.pc(gp.gopc)
	}
	r.flush()
}

func (r *chaosRecorder) block(gp *g) {
	r.begin("B")
	r.int(int(gp.chaos.id))
	r.word(gp.waitreason.String())
	r.int(r.objs.number(gp.chaosWaitsOn()))
	r.int(gp.chaosRoom())
	r.pcs(gp)
	r.flush()
}

// chaosRoom is the capacity of the channel in whose send or receive a goroutine waits, or -1 if it waits for
// something else, or for a timer.
func (gp *g) chaosRoom() int {
	if sg := gp.waiting; sg != nil && (gp.waitreason == waitReasonChanSend || gp.waitreason == waitReasonChanReceive) {
		if c := (*hchan)(unsafe.Pointer(chaosSudogChan(sg))); c.timer == nil {
			return int(c.dataqsiz)
		}
	}
	return -1
}

func (r *chaosRecorder) wake(gp *g, outside bool) {
	r.begin("W")
	r.int(int(gp.chaos.id))
	by := getg().m.curg
	switch {
	case outside:
		r.str(" x")
	case by != nil && by != gp && by.chaos.slot > 0:
		r.int(int(by.chaos.id))
	default:
		r.str(" t")
	}
	r.flush()
}

func (r *chaosRecorder) exit(gp *g) {
	r.begin("X")
	r.int(int(gp.chaos.id))
	r.flush()
}

func (r *chaosRecorder) pick(slot int32, n int) {
	r.begin("P")
	r.int(int(chaosState.eng.ID(slot)))
	r.int(n)
	r.choice(n)
	r.flush()
}

// chance tells of a chance, and where if it happens; for how long the goroutine is held up.
func (r *chaosRecorder) chance(gp *g, what engine.Chance, happens bool, ns int64) {
	r.begin("H")
	r.int(int(gp.chaos.id))
	r.word(what.String())
	if happens {
		r.int(1)
	} else {
		r.int(0)
	}
	r.num(uint64(ns), 10)
	if happens {
		r.pcs(gp)
	}
	r.flush()
}

// ready writes the choice of the k-th of n select cases that are ready.
func (r *chaosRecorder) ready(gp *g, scases []scase, nsends, n, k int) {
	r.begin("V")
	r.int(int(gp.chaos.id))
	r.int(n)
	r.int(k)
	sep := " "
	for i := range scases {
		if scases[i].c != nil && chaosCaseReady(&scases[i], i < nsends) {
			r.str(sep)
			r.digits(uint64(i), 10)
			sep = ","
		}
	}
	r.flush()
}

// selected writes which case a select takes. Those that send come first; the others are the last of
// the source first.
func (r *chaosRecorder) selected(gp *g, scases []scase, nsends, index int) {
	r.begin("K")
	r.int(int(gp.chaos.id))
	r.int(index)
	r.int(len(scases))
	switch {
	case index < 0:
		r.str(" 0 default")
	case index < nsends:
		r.int(r.objs.number(uintptr(unsafe.Pointer(scases[index].c))))
		r.str(" send")
	default:
		r.int(r.objs.number(uintptr(unsafe.Pointer(scases[index].c))))
		r.str(" recv")
	}
	r.pcs(gp)
	r.flush()
}

// chaosPanic notes where a panic begins.
func chaosPanic() {
	chaosTooLate()
	chaosEnds("Q")
}

// chaosEnds records what ends the goroutine, or the process.
func chaosEnds(how string) {
	gp := getg()
	if r := &chaosState.rec; r.on && gp.chaos.slot > 0 && chaosState.active && gp.m.locks == 0 {
		r.begin(how)
		r.int(int(gp.chaos.id))
		r.pcs(gp)
		r.flush()
	}
}

func (r *chaosRecorder) time() {
	r.begin("T")
	r.num(uint64(chaosState.now-chaosState.start), 10)
	r.flush()
}

// left describes a goroutine that is still there at the end of the run.
func (r *chaosRecorder) left(gp *g, status string) {
	r.begin("L")
	r.int(int(gp.chaos.id))
	r.word(status)
	if readgstatus(gp)&^_Gscan == _Grunnable {
		r.word("runnable")
	} else {
		r.word(gp.waitreason.String())
	}
	objs := 0
	for sg := gp.waiting; sg != nil; sg = sg.waitlink {
		if o := r.objs.number(chaosSudogChan(sg)); o != 0 {
			r.int(o)
			objs++
		}
	}
	if objs == 0 {
		r.int(r.objs.number(gp.chaosWaitsOn()))
	}
	r.str(" |")
	r.pcs(gp)
	r.str(" |")
	r.pc(gp.gopc)
	r.flush()
}
