package sched

import "testing"

// Test explores body under many schedules. It calls body many times, each time under another
// schedule that chaosrun controls. If a run fails, Test fails t with the report that chaosrun test
// prints. Under chaosrun test, Test sets the options of the test and runs body.
//
// In plain go test, Test builds the test binary of the package under control, once per process,
// and explores t in worker processes. They run the test function from its beginning, so the code
// before and after Test also runs in them. Test needs the go command and the source of the
// package. If the exploration cannot begin, or finds a failure, Test ends t like
// [testing.T.FailNow]. With -cover a body that passes also runs once in this process, without
// control, unless tests of the package import fakeclock.
//
// On systems other than Linux, plain go test runs the body once, without control, and logs this.
// It skips tests that need control there: tests with [Expect], and tests in packages that import
// fakeclock.
//
// The flags of go test keep their meaning. Test first replays the recordings in
// testdata/chaos/NAME, where NAME is the name of the top-level test. Tests and subtests may call
// Test in parallel. t must belong to a test, and not to a benchmark or fuzz target.
func Test(t *testing.T, body func(t *testing.T), opts ...Option) {
	t.Helper()
	test(t, body, newConfig(opts))
}

// Explore is like [Test], but returns the result: a failing run does not fail t. Explore fails t
// only if the exploration cannot begin. The code after Explore is not explored. Under chaosrun
// test the first Explore of a test ends the test, and chaosrun judges the test as it judges Test;
// use [Expect] to state the failure that it must find. Where Test does not explore, Explore skips
// the test.
func Explore(t *testing.T, body func(t *testing.T), opts ...Option) *Result {
	t.Helper()
	return explore(t, body, newConfig(opts))
}
