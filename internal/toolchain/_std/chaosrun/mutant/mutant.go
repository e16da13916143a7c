// Package mutant is how a test binary with many mutants in it knows which of them is on, and
// tells the parent to which of their places its runs come. The race detector does not look
// here, and the functions are not inlined to where it looks.
package mutant

import (
	"syscall"
	_ "unsafe" // for go:linkname
)

var (
	on      int
	telling bool // the process is a worker: the parent reads what it tells
	seen    []bool
)

//go:linkname tell runtime.chaosTell
func tell(line string)

//go:linkname quiet runtime.chaosQuiet
func quiet(d int32)

//go:norace
func init() {
	text, _ := syscall.Getenv("CHAOSRUN_MUTANT")
	for _, c := range text {
		on = on*10 + int(c-'0')
	}
	_, telling = syscall.Getenv("CHAOSRUN_JOB")
}

// On is the number of the mutant that is on; 0: none.
//
//go:norace
//go:noinline
func On() int { return on }

// Reached notes that this process has come to the place of a mutant.
//
//go:norace
//go:noinline
func Reached(id int) {
	if !telling || id < len(seen) && seen[id] {
		return
	}
	quiet(1)
	if id >= len(seen) {
		seen = append(seen, make([]bool, 2*id+1-len(seen))...)
	}
	seen[id] = true
	tell("reached " + decimal(id) + "\n")
	quiet(-1)
}

//go:norace
func decimal(n int) string {
	var b [20]byte
	i := len(b)
	for {
		i--
		b[i] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return string(b[i:])
		}
	}
}
