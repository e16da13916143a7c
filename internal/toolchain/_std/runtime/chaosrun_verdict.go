package runtime

import "unsafe"

// What a program says of its own run. Package runtime keeps it because the race detector
// does not look here: what a test asserts must order nothing.

// How the program says that a run fails.
const (
	chaosSaysAssert = 1 + iota
	chaosSaysLeak
)

var chaosSaid struct {
	run   uint32 // the run that how is of
	how   uint32
	ask   bool            // the parent wants to know the test's options
	known [1 << 12]uint64 // what has been told to the parent: open addressing
	used  int
}

// chaosFail makes the run in progress a failure of the given kind.
//
//go:linkname chaosFail
func chaosFail(how uint32) {
	if chaosIn(getg()) && (chaosSaid.run != chaosState.run || chaosSaid.how == 0) {
		chaosSaid.run, chaosSaid.how = chaosState.run, how
		if how == chaosSaysLeak {
			chaosDebugFailed("leak")
		} else {
			chaosDebugFailed("assert")
		}
	}
}

// chaosFailed is how the last run failed by its own word, or 0.
//
//go:linkname chaosFailed
func chaosFailed() uint32 {
	if chaosSaid.run != chaosState.run {
		return 0
	}
	return chaosSaid.how
}

// chaosFirst reports whether the parent is to be told of key: once a process. When there
// are too many keys it is told every time.
//
//go:linkname chaosFirst
func chaosFirst(key uint64) bool {
	s := &chaosSaid
	if key == 0 || !chaosIn(getg()) {
		return false
	}
	mask := uint64(len(s.known) - 1)
	for i := key; ; i++ {
		switch at := &s.known[i&mask]; {
		case *at == key:
			return false
		case *at == 0:
			if s.used < len(s.known)/2 {
				s.used++
				*at = key
			}
			return true
		}
	}
}

// chaosAsk says whether the parent wants to know the options of the test in the next run.
//
//go:linkname chaosAsk
func chaosAsk(on bool) { chaosSaid.ask = on }

// chaosAsked reports whether the caller is to tell the options of its test.
//
//go:linkname chaosAsked
func chaosAsked() bool { return chaosSaid.ask && chaosIn(getg()) }

// chaosTell sends a line to the parent.
//
//go:linkname chaosTell
func chaosTell(line string) { chaosWrite(4, line) }

// chaosPrint writes to the standard output, whatever os.Stdout is.
//
//go:linkname chaosPrint
func chaosPrint(text string) { chaosWrite(1, text) }

// chaosWrite writes all of s, in one piece if the kernel allows it. It is no system call to
// the scheduler: the turn stays where it is.
func chaosWrite(fd uintptr, s string) {
	for len(s) > 0 {
		n := write1(fd, unsafe.Pointer(unsafe.StringData(s)), int32(len(s)))
		if n == -_EINTR || n == -_EAGAIN {
			usleep(20)
			continue
		}
		if n <= 0 {
			return // the parent is gone
		}
		s = s[n:]
	}
}

// chaosRunNumber is the number of the run in progress in this process.
//
//go:linkname chaosRunNumber
func chaosRunNumber() uint32 { return chaosState.run }
