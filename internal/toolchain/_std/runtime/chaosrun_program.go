package runtime

import _ "unsafe" // for go:linkname

// A program ends when its main returns or when it calls os.Exit, whatever its other goroutines do.

// chaosIsProgram says that what is run is a program, and no test.
var chaosIsProgram bool

//go:linkname chaosUseProgram
func chaosUseProgram() { chaosIsProgram = true }

// chaosProgramEnds ends the run of a program that has come to its end without a failure: it does not
// return. Elsewhere it does nothing.
//
//go:linkname chaosProgramEnds
func chaosProgramEnds() {
	c := &chaosState
	gp := getg()
	if !chaosIsProgram || !c.active || gp.chaos.slot <= 0 || gp.chaos.run != c.run || gp.m.locks != 0 {
		return
	}
	c.verdict = chaosDone
	mcall(chaosStop)
}
