package testing

// chaosTestOfRun is the test of the run in progress, once it has begun.
var chaosTestOfRun *T

// chaosBegins is called when the goroutine of a test or subtest begins. The framework's own
// operations are quiet.
func chaosBegins(t *T) {
	chaosQuiet(1)
	chaosIsTest()
	if chaosTestOfRun == nil {
		chaosTestOfRun = t
	}
}
