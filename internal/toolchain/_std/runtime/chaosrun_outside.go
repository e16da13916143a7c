package runtime

import (
	"internal/runtime/atomic"
	"unsafe"
)

// What may still happen outside of a run in which nothing can run any more.

// chaosOutsideMay reports whether something outside the run might still wake a goroutine in it: a
// goroutine that was started by init or TestMain and does not itself wait for another one, the one
// that delivers signals, or a thread of C code.
func chaosOutsideMay() bool {
	for _, tw := range getg().m.p.ptr().timers.heap {
		if tw.timer != scavenger.timer {
			return true
		}
	}
	return chaosThreads() || chaosForeigners()
}

// chaosOutsidePatience is for how many real nanoseconds, at most, virtual time waits for goroutines outside the run,
// each time that nothing else can happen.
const chaosOutsidePatience = 1_000_000_000

// chaosOutsideNext is the real time until which virtual time has to wait for goroutines outside the run, before it
// is next; 0: it has not. They may have something to do before that: one of their timers fires, or one of them is
// in a system call.
func chaosOutsideNext(next int64) int64 {
	now := nanotime()
	at := chaosRealTime(min(next, chaosState.now+chaosOutsidePatience))
	if at <= now {
		return 0
	}
	for _, tw := range getg().m.p.ptr().timers.heap {
		if tw.timer != scavenger.timer && tw.when < at {
			return max(tw.when, now+1)
		}
	}
	if chaosForeignersWork() {
		return min(at, now+chaosAskAgain/20)
	}
	return 0
}

// chaosForeignersWork reports whether a goroutine outside the run is in a system call.
func chaosForeignersWork() bool {
	found := false
	forEachGRace(func(gp *g) {
		if gp.chaos.slot <= 0 && !isSystemGoroutine(gp, false) && readgstatus(gp) == _Gsyscall {
			found = true
		}
	})
	return found
}

// chaosForeigners reports whether a goroutine outside the run may go on by itself.
func chaosForeigners() bool {
	found := false
	forEachGRace(func(gp *g) {
		if gp.chaos.slot > 0 || chaosDead(gp) || gp == chaosState.harness.ptr() || gp == chaosCustom.g.ptr() || isSystemGoroutine(gp, false) {
			return
		}
		if readgstatus(gp) != _Gwaiting || !chaosWaits[gp.waitreason] || gp.waitreason == waitReasonIOWait || gp.waitreason == waitReasonSleep {
			found = true
		}
	})
	return found
}

// chaosAskAgain is after how many real nanoseconds it is asked again whether something may come from
// outside, if nothing is known that will: a thread may just have started or ended.
const chaosAskAgain = 20_000_000

// chaosThreads reports whether the process has threads that Go has not made: C code may call Go on
// them.
func chaosThreads() bool {
	if !iscgo || GOOS != "linux" || NumCgoCall() == 0 {
		return false
	}
	ours := 0
	for mp := allm; mp != nil; mp = mp.alllink {
		if !mp.isextra { // its thread may be about to start
			ours++
		}
	}
	return chaosStatNumber("/proc/self/stat\x00", 17) > ours
}

// chaosSignals are the signals on their way from the process to itself: a thread of the system's choice
// takes one, and wakes the goroutine that tells package os/signal.
var chaosSignals struct {
	sent    atomic.Uint32 // signals that somebody wants, whoever they were sent to
	taken   uint32        // sent when the last one arrived
	settled atomic.Uint32 // taken when package os/signal had passed that on
	seen    uint32        // sent at the last look
	until   int64         // real time at which nobody waits for those any longer
}

const chaosSignalPatience = 500_000_000 // real nanoseconds

// chaosSignalSent may be called without a P.
//
//go:linkname chaosSignalSent
//go:nosplit
//go:norace
func chaosSignalSent(s uintptr) {
	if s/32 < uintptr(len(sig.wanted)) && sig.wanted[s/32]&(1<<(s&31)) != 0 {
		chaosSignals.sent.Add(1)
	}
}

func chaosSignalTaken() { chaosSignals.taken = chaosSignals.sent.Load() }

func chaosSignalsSettled() { chaosSignals.settled.Store(chaosSignals.taken) }

// chaosSignalComes reports whether a signal is on its way, and until when that is worth waiting for.
func chaosSignalComes() (until int64, comes bool) {
	s := &chaosSignals
	sent := s.sent.Load()
	if sent == s.settled.Load() {
		return 0, false
	}
	now := nanotime()
	if s.seen != sent {
		s.seen, s.until = sent, now+chaosSignalPatience
	}
	return s.until, now < s.until
}

// chaosStat reads what the kernel says of a process or thread, from its state on: after its name,
// which is in parentheses. It returns how many bytes that is.
func chaosStat(file *byte, buf []byte) int {
	fd := open(file, 0 /* O_RDONLY */, 0)
	if fd < 0 {
		return 0
	}
	n := int(read(fd, noescape(unsafe.Pointer(&buf[0])), int32(len(buf))))
	closefd(fd)
	for i := n - 3; i > 0; i-- {
		if buf[i] == ')' {
			return copy(buf, buf[i+2:n])
		}
	}
	return 0
}

// chaosStatOf is chaosStat for the process or thread of that number, whose files are in a folder. It reads nothing
// where the kernel has no such files.
func chaosStatOf(folder string, id uint64, buf []byte) int {
	if GOOS != "linux" {
		return 0
	}
	var file, number [64]byte
	n := copy(file[:], folder)
	n += copy(file[n:], itoa(number[:], id))
	copy(file[n:], "/stat\x00")
	return chaosStat(&file[0], buf)
}

// chaosStatNumber is a number in such a file, the at-th field from the state on; 0 if it cannot be read.
func chaosStatNumber(file string, at int) int {
	var buf [512]byte
	return chaosField(buf[:chaosStat(unsafe.StringData(file), buf[:])], at)
}

// chaosField is the at-th field of what such a file says, a number.
func chaosField(stat []byte, at int) int {
	number := 0
	for _, b := range stat {
		switch {
		case b == ' ':
			at--
		case at == 0 && '0' <= b && b <= '9':
			number = 10*number + int(b-'0')
		case at < 0:
			return number
		}
	}
	return number
}
