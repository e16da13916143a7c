package runtime

import _ "unsafe" // for go:linkname

// When files were written, by the clock of the run. The kernel has another clock, a coarse one:
// files that are written before and after an hour of virtual time have the same time. So package os
// says what it has just written. A file that is written in another way since the process has
// started counts as written when the run first sees that it was.

// chaosFileTimes is a bounded table of what the run in progress has seen; the oldest go first.
var chaosFileTimes struct {
	run  uint32
	n    int
	seen [1 << 10]chaosFileSeen
}

type chaosFileSeen struct {
	dev, ino   uint64
	real, when int64 // nanoseconds since 1970
}

// chaosRealStart is the real time at which the process has started, in nanoseconds since 1970.
var chaosRealStart int64

// chaosFileGrain is how coarse the kernel's clock of files is.
const chaosFileGrain = 10_000_000

// chaosRealWall is the real time, in nanoseconds since 1970.
//
//go:linkname chaosRealWall
func chaosRealWall() int64 {
	sec, nsec, _ := time_now()
	return sec*1_000_000_000 + int64(nsec)
}

// chaosFileTime is when a file was written that the kernel says was written at real.
//
//go:linkname chaosFileTime
func chaosFileTime(dev, ino uint64, real int64) int64 {
	if chaosProcs == 0 || real < chaosRealStart || !chaosIn(getg()) || real > chaosRealWall()+chaosFileGrain {
		return real // it was written before, or somebody has set its time
	}
	return chaosFileSeenNow(dev, ino, real).when
}

// chaosFileSeenNow is what the run has seen of a file with that time, if nothing yet, then now.
func chaosFileSeenNow(dev, ino uint64, real int64) *chaosFileSeen {
	t := &chaosFileTimes
	if t.run != chaosState.run {
		t.run, t.n = chaosState.run, 0
	}
	for i := range min(t.n, len(t.seen)) {
		if s := &t.seen[i]; s.dev == dev && s.ino == ino && s.real == real {
			return s
		}
	}
	s := &t.seen[t.n%len(t.seen)]
	*s = chaosFileSeen{dev, ino, real, chaosWallNow()}
	t.n++
	return s
}

// chaosWritesFiles reports whether the calling goroutine is of a run, whose files have its time.
//
//go:linkname chaosWritesFiles
func chaosWritesFiles() bool { return chaosProcs != 0 && chaosIn(getg()) }

// chaosFileWritten says that the file was written now, to which the kernel has given the time real.
//
//go:linkname chaosFileWritten
func chaosFileWritten(dev, ino uint64, real int64) {
	chaosFileSeenNow(dev, ino, real).when = chaosWallNow()
}
