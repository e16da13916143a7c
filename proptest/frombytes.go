package proptest

import (
	"fmt"
	"reflect"
	"regexp"
	"runtime"
	"testing"
)

// FromBytes makes f a fuzz target whose inputs are the choices of a test's runs, so that Go's
// native fuzzing drives the schedules, the drawn inputs and the faults of a test:
//
//	func FuzzQueue(f *testing.F) { proptest.FromBytes(f, TestQueue) }
//
//	go test -fuzz FuzzQueue
//
// test must be a top-level test function of the package, under the control of chaosrun: it may
// use package sched, this package, or neither. Each choice of a run takes the next byte, or as
// many as its options need, and the plain option when there are no more bytes. Package fuzzing
// of Go is told of every new order of operations as if it were new code.
//
// A failing input is made simple and recorded as by [sched.Test]; chaosrun replay makes its
// run again. Without -fuzz the seeds and the inputs in testdata/fuzz are run. Under chaosrun
// test the target is skipped: test itself is explored there. FromBytes ends f if test is no
// such function, or if its runs cannot be made.
func FromBytes(f *testing.F, test func(t *testing.T)) {
	f.Helper()
	name, err := testName(test)
	if err != nil {
		f.Fatalf("proptest.FromBytes: %v", err)
	}
	fromBytes(f, name)
}

var topLevelTest = regexp.MustCompile(`\.(Test[^.]*)$`)

// testName is the name of a top-level test function.
func testName(test func(t *testing.T)) (string, error) {
	if test == nil {
		return "", fmt.Errorf("the test is nil: want a top-level test function, such as TestX")
	}
	full := runtime.FuncForPC(reflect.ValueOf(test).Pointer()).Name()
	m := topLevelTest.FindStringSubmatch(full)
	if m == nil {
		return "", fmt.Errorf("%s is no top-level test function: name one, such as TestX", full)
	}
	return m[1], nil
}
