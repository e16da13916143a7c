// Package tape gives the packages that tests import access to the run they are in: numbers
// drawn from its tape, scheduling points, marks, and verdicts.
//
// With the build tag chaosrun, which chaosrun sets when it builds a test binary, the
// functions reach the edited runtime. Without it, and outside a controlled run, they do
// nothing and draw 0. All functions may be called by any goroutine.
package tape

import "testing"

// maxDraw is the most options of one choice on the tape.
const maxDraw = 1 << 30

// Draw draws a number below n: a choice on the tape, which is recorded, replayed, shrunk
// towards 0 and, by exhaustive strategies, taken in every way. Every option is about as
// likely as any other under the random strategies. Draw returns 0 when n < 2 and outside
// control. The recording does not say where it was made: it is meant for generators, which
// draw much. It allocates nothing.
func Draw(n uint64) uint64 {
	if n <= maxDraw {
		return uint64(draw(uint32(n), false))
	}
	// Parts of about the same size: which one, and where in it.
	parts := (n-1)/maxDraw + 1
	size := (n-1)/parts + 1
	at := Draw((n-1)/size+1) * size
	return at + Draw(min(size, n-at))
}

// Uint64 draws any 64 bits.
func Uint64() uint64 { return Draw(1<<32)<<32 | Draw(1<<32) }

// Choose is Draw for choices of the test's own, 0 <= n <= 1<<30: the recording says where
// it was made.
func Choose(n int) int { return int(draw(uint32(n), true)) }

func draw(n uint32, place bool) uint32 {
	if n < 2 {
		return 0
	}
	k, _ := chaosDraw(n, place)
	return k
}

// Refine asks which of n-1 ways, 1 to n-1, to make an input simpler is taken; 0 is none, and
// what it returns in every run but those in which a failing one is shrunk or replayed. Like
// a draw the answer is on the tape. 2 <= n <= 1<<30.
func Refine(n int) int { return int(chaosRefine(uint32(n))) }

// Recording reports whether the calling goroutine is part of a controlled run that is
// recorded. What a program does may depend on it only in what it prints.
func Recording() bool { return chaosRecording() }

// Controlled reports whether the calling goroutine is part of a controlled run.
func Controlled() bool { return chaosControlled() }

// Point is a scheduling point.
func Point() { chaosUserPoint() }

// Mark sets a mark in the recording.
func Mark(name string) { chaosMark(name) }

// ID is the number of the calling goroutine in the run, in the order in which goroutines
// were started, or -1 outside control.
func ID() int { return chaosID() }

// How a run fails by the word of the program.
const (
	Assert = 1 + iota
	Leak
)

// Fail makes the run in progress a failure.
func Fail(how uint32) { chaosFail(how) }

// First reports whether the caller is inside a run and nobody in this process has asked
// about key before. 0 is no key.
func First(key uint64) bool { return chaosFirst(key) }

// Tell sends a line to the process that explores.
func Tell(line string) { chaosTell(line + "\n") }

// Print writes to the standard output of the test, past [os.Stdout].
func Print(text string) { chaosPrint(text) }

// Asked reports whether whoever explores wants to know the options of the test.
func Asked() bool { return chaosAsked() }

// Quiet brackets code whose operations are no scheduling points: 1 begins it, -1 ends it.
func Quiet(d int32) { chaosQuiet(d) }

// Heal lets nothing go wrong any more at a point, "" for all, in this run.
func Heal(point string) { chaosHeal(point) }

// InPart runs f as a part of the test of that name: sockets that f makes, and the goroutines
// that it starts, belong to it.
func InPart(name string, f func()) {
	if !Controlled() {
		f()
		return
	}
	old := chaosPart(chaosPartNamed(name))
	defer chaosPart(old)
	f()
}

// Run is the number of the run in progress in this process, or 0.
func Run() uint32 { return chaosRunNumber() }

// Calls says which call of package sched is explored: what the parent has passed.
func Calls() string { return chaosCalls() }

// EndTest ends the calling test.
func EndTest(t *testing.T) { chaosEndTest(t) }
