package sched

import "testing"

// Test explores body under many schedules: it runs it again and again, each time under
// chaosrun's control and another schedule, and fails t if any run fails, with the report
// that chaosrun test gives. Under chaosrun test it sets the options of the test and runs
// body.
//
// In an ordinary go test, Test builds the test binary of the package, under control, once
// per process, and explores t in it: the controlled processes run the test function from its
// beginning, and so also what stands before Test, and after it. It needs the Go command and
// the package's source. If the exploration cannot begin, or fails, Test ends t as
// [testing.T.FailNow] does. With -cover a body that passes is run once more in this process,
// without control, so that it is counted, unless it depends on control ([fakeclock.Advance]).
//
// On other systems than Linux an ordinary go test runs the body once, without control, and logs that
// it does; a test that needs control there is skipped: one with [Expect], or in a package that imports
// fakeclock.
//
// The flags of go test keep their meaning. Recordings in testdata/chaos/NAME, where NAME is
// the top-level test's, are replayed first. Tests and subtests may call Test in parallel;
// t must belong to a test, not to a benchmark or fuzz target.
func Test(t *testing.T, body func(t *testing.T), opts ...Option) {
	t.Helper()
	test(t, body, newConfig(opts))
}

// Explore is [Test] for those who judge the result themselves: a failing run does not fail t.
// It fails only if the exploration cannot begin. What follows Explore in the test is not part
// of what is explored. Under chaosrun test the first Explore of a test ends it, and is judged
// like Test: state with [Expect] what it is to find. Where Test does not explore, Explore skips the
// test.
func Explore(t *testing.T, body func(t *testing.T), opts ...Option) *Result {
	t.Helper()
	return explore(t, body, newConfig(opts))
}
