package proptest

import (
	"fmt"
	"reflect"
	"regexp"
	"runtime"
	"testing"
)

// FromBytes makes f a fuzz target whose inputs are the choices of a test's runs, so that Go's
// native fuzzing decides the schedules, the generated inputs and the faults of the test:
//
//	func FuzzQueue(f *testing.F) { proptest.FromBytes(f, TestQueue) }
//
//	go test -fuzz FuzzQueue
//
// test must be a top-level test function of the package. It may use package sched, this package,
// or neither. Each choice of a run takes the next byte, or as many bytes as its options need, and
// the plain option when no bytes are left. The fuzzer treats every new order of operations like
// new code.
//
// A failing input is shrunk and recorded as by [sched.Test], and chaosrun replay repeats its run.
// Without -fuzz, go test runs the seeds and the inputs in testdata/fuzz. Under chaosrun test the
// target is skipped, because chaosrun explores test itself. If test is no such function, or its
// runs cannot be made, FromBytes ends f.
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
