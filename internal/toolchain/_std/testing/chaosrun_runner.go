package testing

import _ "unsafe" // for go:linkname

// chaosBenchmarkRuns is how often testing.Benchmark calls its function under control, where
// computing takes no time.
const chaosBenchmarkRuns = 100

func chaosBenchmark(b *B) {
	if chaosControlled() {
		b.benchTime = durationOrCountFlag{n: chaosBenchmarkRuns}
	}
}

//go:linkname chaosControlled runtime.chaosControlled
func chaosControlled() bool

// chaosRealWall is the real time, in nanoseconds since 1970: package time has the runs' clock.
//
//go:linkname chaosRealWall runtime.chaosRealWall
func chaosRealWall() int64

//go:linkname chaosFinalizers runtime.chaosFinalizers
func chaosFinalizers(patience int64)

// chaosTestOfRun is the test of the run in progress, once it has begun: the framework's own one, which
// runs it, only if it runs several.
var (
	chaosTestOfRun *T
	chaosWhole     bool // the run has several tests
)

// chaosParallel reports whether the test of the last run has called t.Parallel.
func chaosParallel() bool { return chaosTestOfRun != nil && chaosTestOfRun.isParallel }

// chaosBegins is called when the goroutine of a test or subtest begins. The framework's own
// operations are quiet.
func chaosBegins(t *T) {
	chaosQuiet(1)
	chaosIsTest()
	if (t.parent != nil || chaosWhole) && chaosTestOfRun == nil {
		chaosTestOfRun = t
	}
}
