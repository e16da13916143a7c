package testing

import _ "unsafe" // for go:linkname

//go:linkname chaosUseProgram runtime.chaosUseProgram
func chaosUseProgram()

//go:linkname chaosProgramEnds runtime.chaosProgramEnds
func chaosProgramEnds()

// chaosProgramMain is the main of the program that this test binary is, if it is one. Then package
// testing has no flags, and the arguments are the program's.
var chaosProgramMain func()

// chaosProgramTest is what the parent calls the one thing that there is to explore in a program.
const chaosProgramTest = "main"

// chaosProgram is called by the file that is added to the program's package, before main.
//
//go:linkname chaosProgram
func chaosProgram(main func()) { chaosProgramMain = main }

// chaosRunProgram is M.Run of a program, which without a job is just that: it may start itself.
func chaosRunProgram(m *M) int {
	if !chaosWorker(m) {
		chaosProgramMain()
		return 0
	}
	return m.exitCode
}

// endsWithMain reports whether a run is over when main returns, whatever goroutines are left.
func (r *chaosRunner) endsWithMain() bool { return chaosProgramMain != nil && r.j.leaks == "off" }

// program runs the program on a goroutine of its own, the first after the harness, as a test has one.
// When main returns the run is over, unless it is asked what main has left.
func (r *chaosRunner) program() {
	returned := make(chan bool)
	go func() {
		chaosIsTest()
		chaosProgramMain()
		if r.endsWithMain() {
			chaosProgramEnds()
		}
		chaosQuiet(1)
		returned <- true
	}()
	<-returned
}
