package runner

import (
	"sync/atomic"
	"time"
)

// lookEvery is how often a process is looked at.
const lookEvery = 100 * time.Millisecond

// starvedLimit bounds how much longer than the patience, in real time, a process may go without
// a processor, or wait for a disk, before it is ended all the same.
const starvedLimit = 20

// progress is how far a process was when it was last looked at, and for how long it has stood still
// although it could have moved. On a machine that is busy, or that was stopped itself, a process that is
// well stands still, too, and that time does not count.
type progress struct {
	proc              *process
	run, steps, moves uint64
	began, looked     time.Time // since when it stands still, and when it was looked at last
	still             time.Duration
	use               use
}

// use is what the threads of a process have used, and waited for.
type use struct {
	cpu, queued time.Duration // on processors, and ready to run without one
	disk        bool          // a thread waits in a way that no signal ends, as for a page on a disk
	ok          bool          // all this is known
}

// watched begins to watch a process.
func watched(p *process) *progress {
	now := time.Now()
	return &progress{proc: p, began: now, looked: now}
}

// stalled reports whether the process has not moved for that long.
func (s *progress) stalled(patience time.Duration) bool {
	p, now := s.proc.shared, time.Now()
	passed := min(now.Sub(s.looked), 2*lookEvery) // more has passed if we have stood still, and the process with us
	s.looked = now
	if run, steps, moves := atomic.LoadUint64(&p.run), atomic.LoadUint64(&p.steps), atomic.LoadUint64(&p.moves); run != s.run || steps != s.steps || moves != s.moves {
		s.run, s.steps, s.moves = run, steps, moves
		s.began, s.still, s.use = now, 0, use{}
		return false
	}
	used := useOf(s.proc.Process.Pid)
	if !starved(s.use, used, passed) {
		s.still += passed
	}
	s.use = used
	return s.still >= patience || now.Sub(s.began) >= starvedLimit*patience
}

// starved reports whether a process had less than a twentieth of that time on a processor, and was ready
// for more of it, or waited for a disk.
func starved(before, now use, passed time.Duration) bool {
	return before.ok && now.ok && now.cpu-before.cpu < passed/20 && (now.disk || now.queued-before.queued > passed/2)
}
