package cilog

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// report is a report of the race detector on a test of package m.
func report(fn string) string {
	access := "  example.org/m." + fn + ".func1()\n      /src/m/m_test.go:49 +0x44\n\n"
	created := "  example.org/m." + fn + "()\n      /src/m/m_test.go:47 +0x1d\n"
	return "==================\nWARNING: DATA RACE\nWrite at 0x00c000012345 by goroutine 9:\n" + access +
		"Previous read at 0x00c000012345 by goroutine 8:\n" + access +
		"Goroutine 9 (running) created at:\n" + created + "\nGoroutine 8 (finished) created at:\n" + created + "==================\n"
}

const (
	failA    = "--- FAIL: TestA (0.00s)\n    a_test.go:5: got 1\n"
	end      = "FAIL\nFAIL\texample.org/m\t0.1s\n"
	racedIn  = "race: data race; read at m_test.go:49, write at m_test.go:49"
	assertA  = "example.org/m TestA: assert: a_test.go:5: got 1"
	stackOfX = "goroutine 9 [running]:\nexample.org/m.TestX(0x1)\n\t/src/m/m_test.go:55 +0x25\ncreated by testing.(*T).Run in goroutine 1\n\t/usr/local/go/src/testing/testing.go:1997 +0x465\n"
	waiting  = "goroutine 8 [chan receive]%s:\nexample.org/m.TestX(0x1)\n\t/src/m/m_test.go:9 +0x25\n"
)

// TestShapes: what tests, their subprocesses, and CI systems do to a log.
func TestShapes(t *testing.T) {
	chatty := func(n int) string { return strings.Repeat("    c_test.go:8: step\n", n) }
	timeout := "panic: test timed out after 1s\n\trunning tests:\n\t\tTestX (1s)\n\n" + fmt.Sprintf(waiting, "")
	stuck := "example.org/m TestX: timeout: test timed out after 1s; chan receive at m_test.go:9"
	mock := "example.org/m TestX: panic: mock: no value at m_test.go:55"
	for name, x := range map[string]struct {
		log  string
		want []string
	}{
		"a chatty test": {
			"=== RUN   TestX\n" + chatty(300) + "    c_test.go:12: got 3\n--- FAIL: TestX (0.10s)\n" + end,
			[]string{"example.org/m TestX: assert: c_test.go:12: got 3"},
		},
		"runs that pass": {
			strings.Repeat("=== RUN   TestX\n"+chatty(5)+"--- PASS: TestX (0.10s)\n", 60) + "=== RUN   TestX\n    c_test.go:12: got 3\n--- FAIL: TestX (0.10s)\n" + end,
			[]string{"example.org/m TestX: assert: c_test.go:12: got 3 [TestX] []"},
		},
		"runs after it has failed": {
			"=== RUN   TestA\n" + failA + "=== RUN   TestA\n    a_test.go:6: got 2\n--- FAIL: TestA (0.00s)\n=== RUN   TestA\n" + chatty(3) + "--- PASS: TestA (0.00s)\n" + end,
			[]string{assertA},
		},
		"gotestsum of two packages": {
			"=== Failed\n=== FAIL: a TestA (0.01s)\n    a_test.go:5: got 1\n\n=== FAIL: b TestB (0.02s)\n    b_test.go:5: got 2\n\nDONE 2 tests, 2 failures in 0.5s\n",
			[]string{"a TestA: assert: a_test.go:5: got 1", "b TestB: assert: b_test.go:5: got 2"},
		},
		"gotestsum of a test of one name": {
			"=== FAIL: store TestA (0.01s)\n    a_test.go:5: got 1\n\n=== FAIL: internal/store TestA (0.02s)\n    a_test.go:5: got 1\n",
			[]string{"store TestA: assert: a_test.go:5: got 1", "internal/store TestA: assert: a_test.go:5: got 1"},
		},
		"gotestsum after the log": {
			failA + end + "=== FAIL: m TestA (0.01s)\n    a_test.go:5: got 1\n\n=== FAIL: m TestA (re-run 1) (0.02s)\n    a_test.go:5: got 2\n",
			[]string{assertA},
		},
		"labels":                {"panic: test timed out after 1s\n\n" + fmt.Sprintf(waiting, " {op: x}") + end, []string{stuck}},
		"a report that is cut":  {"==================\nWARNING: DATA RACE\nWrite at 0x00c000012345 by goroutine 9:\n... cut ...\n" + failA + end, []string{assertA}},
		"a report cut at a RUN": {strings.TrimSuffix(report("TestX"), "==================\n") + "=== RUN   TestA\n" + failA + end, []string{"example.org/m TestX: " + racedIn, assertA}},
		"a mock's panic":        {"--- FAIL: TestX (0.00s)\npanic: \n\tmock: no value\n\t\n\tat: [x_test.go:3] [recovered, repanicked]\n\n" + stackOfX + end, []string{mock}},
		"a mock's, trimmed":     {"--- FAIL: TestX (0.00s)\npanic:\n\nmock: no value [recovered, repanicked]\n\n" + stackOfX + end, []string{mock}},
		"no message":            {"--- FAIL: TestX (0.00s)\npanic: \n\n" + stackOfX + end, []string{"example.org/m TestX: panic:  at m_test.go:55"}},
		"of several lines":      {"--- FAIL: TestX (0.00s)\npanic: mock: no value\n\tmore\n[signal SIGSEGV: segmentation violation]\n\n" + stackOfX + end, []string{mock}},
		"no panic": {
			"=== RUN   TestX\npanic:\nboom (recovered)\n--- PASS: TestX (0.00s)\n=== RUN   TestA\npanic: boom\n=== RUN   TestA/a\n--- FAIL: TestA (0.00s)\n    --- FAIL: TestA/a (0.00s)\n        a_test.go:5: got 1\n" + end,
			[]string{"example.org/m TestA/a: assert: a_test.go:5: got 1 [TestX] []"},
		},
		"a suite's race":       {report("(*S).TestFoo") + "--- FAIL: TestSuite (0.00s)\n    --- FAIL: TestSuite/TestFoo (0.00s)\n        testing.go:1: race detected during execution of test\n" + end, []string{"example.org/m TestSuite/TestFoo: " + racedIn}},
		"a suite by value":     {report("S.TestFoo") + "--- FAIL: TestSuite (0.00s)\n    --- FAIL: TestSuite/TestFoo (0.00s)\n        testing.go:1: race detected during execution of test\n" + end, []string{"example.org/m TestSuite/TestFoo: " + racedIn}},
		"a suite's panic":      {"=== RUN   TestA\n=== RUN   TestA/TestFoo\npanic: boom\n\ngoroutine 9 [running]:\nexample.org/m.(*S).TestFoo.func1()\n\t/src/m/m_test.go:55 +0x25\n" + end, []string{"example.org/m TestA/TestFoo: panic: boom at m_test.go:55"}},
		"a type like a test":   {"panic: boom\n\ngoroutine 9 [running]:\nexample.org/m.(*TestEnv).serve()\n\t/src/m/m_test.go:55 +0x25\ncreated by example.org/m.TestEnv.start in goroutine 8\n\t/src/m/m_test.go:4\n" + end, []string{"example.org/m : panic: boom at m_test.go:55"}},
		"an inlined function":  {report("TestX.start") + failA + "--- FAIL: TestX (0.00s)\n    testing.go:1: race detected during execution of test\n" + end, []string{"example.org/m TestX: " + racedIn, assertA}},
		"a glued time-out":     {"..." + timeout + end, []string{stuck}},
		"a glued report":       {"=== RUN   TestX\n..." + report("TestX") + "--- FAIL: TestX (0.00s)\n" + end, []string{"example.org/m TestX: " + racedIn}},
		"a glued result":       {"=== RUN   TestX\n...--- FAIL: TestX (0.00s)\n    x_test.go:5: got 1\n" + end, []string{"example.org/m TestX: assert: x_test.go:5: got 1"}},
		"a glued subtest":      {"=== RUN   TestX\n...=== RUN   TestX/a\n    x_test.go:5: got 1\n...--- FAIL: TestX (0.00s)\n    --- FAIL: TestX/a (0.00s)\n" + end, []string{"example.org/m TestX/a: assert: x_test.go:5: got 1"}},
		"what looks glued":     {"=== RUN   TestA\n    a_test.go:4: panic: test timed out after 1s\n    a_test.go:4: --- FAIL: TestA (0.00s)\nsaw --- FAIL: TestB (0.00s)\n" + failA + end, []string{assertA}},
		"a log after a stack":  {"=== RUN   TestX\n" + stackOfX + "    x_test.go:20: gave up (after 5s)\n--- FAIL: TestX (5.00s)\n" + end, []string{"example.org/m TestX: assert: x_test.go:20: gave up (after 5s)"}},
		"a test in a test":     {"=== RUN   TestA\n    a_test.go:4: output:\n        --- FAIL: TestInner (0.00s)\n            --- FAIL: TestInner/x (0.00s)\n" + failA + end, []string{assertA}},
		"a name with slashes":  {"--- FAIL: TestA (0.00s)\n    --- FAIL: TestA/b/c (0.00s)\n        a_test.go:5: got 1\n" + end, []string{"example.org/m TestA/b/c: assert: a_test.go:5: got 1"}},
		"a program's ok":       {failA + "ok   upload 12ms\nok  upload 1.2s\n" + end, []string{assertA}},
		"tabs made spaces":     {failA + "FAIL    example.org/m 0.1s\n", []string{assertA}},
		"a race after another": {failA + report("TestX") + "--- FAIL: TestX (0.00s)\n    testing.go:1: race detected during execution of test\n" + end, []string{"example.org/m TestX: " + racedIn, assertA}},
		"a panic after another": {
			"--- FAIL: TestA (0.00s)\npanic: boom\n\ngoroutine 9 [running]:\nexample.org/m.worker()\n\t/src/m/m.go:55 +0x25\ncreated by example.org/m.TestX in goroutine 8\n\t/src/m/m_test.go:54 +0x1d\n" + end,
			[]string{"example.org/m TestX: panic: boom at m.go:55", "example.org/m TestA: assert: "},
		},
		"a test as a subtest": {"--- FAIL: TestA (0.00s)\n    --- FAIL: TestA/x (0.00s)\npanic: boom\n\n" + stackOfX + end, []string{"example.org/m TestA/x: panic: boom at m_test.go:55"}},
		"JUnit's classes": {
			`<testsuites><testsuite name="all"><testcase name="TestA" classname="example.org/m"><failure>    a_test.go:5: got 1</failure></testcase><testcase name="TestA" classname="example.org/n"></testcase></testsuite></testsuites>`,
			[]string{assertA},
		},
		"JUnit's message": {
			`<testsuite name="example.org/m"><testcase name="TestA" classname="m"><failure message="    a_test.go:5: got 1"></failure></testcase></testsuite>`,
			[]string{assertA},
		},
	} {
		log, err := Read(strings.NewReader(x.log))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, g := range log.Goals {
			got = append(got, summary(g))
		}
		if !reflect.DeepEqual(got, x.want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(x.want, "\n"))
		}
	}
}

// TestInnerJSON: with -json what a test prints is no result of another one.
func TestInnerJSON(t *testing.T) {
	var b bytes.Buffer
	for _, l := range []string{"=== RUN   TestA", "=== RUN   TestInner", "--- FAIL: TestInner (0.00s)", "    a_test.go:5: got 1", "--- FAIL: TestA (0.00s)"} {
		fmt.Fprintf(&b, "{\"Action\":\"output\",\"Package\":\"example.org/m\",\"Test\":\"TestA\",\"Output\":\"%s\\n\"}\n", l)
	}
	b.WriteString(`{"Action":"fail","Package":"example.org/m"}`)
	if g := goals(t, b.Bytes()); len(g) != 1 || summary(g[0]) != assertA {
		t.Errorf("%+v", g)
	}
}

// TestCleanShapes: none of it makes a failure of a log that tells of none.
func TestCleanShapes(t *testing.T) {
	for _, log := range []string{
		"=== RUN   TestA\n        --- FAIL: TestInner (0.00s)\n--- PASS: TestA (0.00s)\nPASS\nok  \texample.org/m\t0.1s\n",
		"=== RUN   TestA\n...panic: test timed out after 1s\npanic:\n==================\n--- PASS: TestA (0.00s)\nPASS\n",
		"...panic: test timed out after 1s\nthe process said so\n",
		`<testsuite name="example.org/m"><testcase name="[build failed]" classname="example.org/m"><error message="Build error">x_test.go:5: undefined: y</error></testcase></testsuite>`,
	} {
		if l, err := Read(strings.NewReader(log)); !errors.Is(err, ErrNoFailure) {
			t.Errorf("%q: %+v, %v", log, l, err)
		}
	}
}
