package runner

import (
	"slices"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// The messages of a failing test are its errors, and not what it logged.
func TestErrorMessages(t *testing.T) {
	const testify = "\n\tError Trace:\t/src/bank/bank_test.go:12\n\tError:      \tNot equal: \n\t            \texpected: 1\n\t            \tactual  : 2\n\t            \t\n\t            \tDiff:\n\t            \t--- Expected\n\tTest:       \tTestTransfer\n\tMessages:   \tthe balance\n"
	const testifyOutput = "--- FAIL: TestTransfer (0.00s)\n    bank_test.go:9: begins\n    bank_test.go:12: \n        \tError Trace:\t/src/bank/bank_test.go:12\n        \tError:      \tNot equal: \n        \t            \texpected: 1\n        \t            \tactual  : 2\n        \t            \t\n        \t            \tDiff:\n        \t            \t--- Expected\n        \tTest:       \tTestTransfer\n        \tMessages:   \tthe balance\nFAIL\n"
	const testifyMessage = "bank_test.go:12: Not equal: expected: 1 actual : 2 (the balance)"
	const ginkgo = "Running Suite: G\n\n• [FAILED] [0.000 seconds]\nqueue [It] fails\n/src/g_test.go:27\n\n  [FAILED] one is not two\n  Expected\n      <int>: 1\n  to equal\n      <int>: 2\n  In [It] at: /src/g_test.go:27 @ 11/29/26 00:46:00.395\n------\n\nSummarizing 1 Failure:\n  [FAIL] queue [It] fails\n  /src/g_test.go:27\n\n--- FAIL: TestSuite (0.32s)\n"
	for _, c := range []struct {
		name   string
		texts  []string
		output string
		want   string
	}{
		{"Errorf", []string{"got 1, want 2"}, "--- FAIL: TestA (0.00s)\n    a_test.go:5: got 1, want 2\n", "a_test.go:5: got 1, want 2"},
		{"a log line before it", []string{"got 1, want 2\n"}, "--- FAIL: TestA (0.00s)\n    a_test.go:3: begins\n    a_test.go:5: got 1, want 2\n    a_test.go:6: ends\n", "a_test.go:5: got 1, want 2"},
		{"two errors", []string{"one", "two"}, "--- FAIL: TestA (0.00s)\n    a_test.go:5: one\n    a_test.go:6: two\n", "a_test.go:5: one; a_test.go:6: two"},
		{"one text in two places", []string{"bad", "bad"}, "--- FAIL: TestA (0.00s)\n    a_test.go:5: bad\n    a_test.go:6: bad\n", "a_test.go:5: bad; a_test.go:6: bad"},
		{"one error again and again", []string{"bad", "bad"}, "--- FAIL: TestA (0.00s)\n    a_test.go:5: bad\n    a_test.go:5: bad\n", "a_test.go:5: bad"},
		{"a subtest", []string{"deep"}, "--- FAIL: TestA (0.00s)\n    --- FAIL: TestA/b (0.00s)\n        a_test.go:3: before\n        a_test.go:7: deep\n", "a_test.go:7: deep"},
		{"testify", []string{testify}, testifyOutput, testifyMessage},
		{"testify, seen once", nil, testifyOutput, testifyMessage},
		{"go-cmp", []string{"mismatch (-want +got):\n  bank.Account{\n- \tN: 1,\n+ \tN: 2,\n  }\n"}, "--- FAIL: TestA (0.00s)\n    a_test.go:3: x\n    a_test.go:9: mismatch (-want +got):\n          bank.Account{\n        - \tN: 1,\n        + \tN: 2,\n          }\n", "a_test.go:9: mismatch (-want +got):"},
		{"gotest.tools", nil, "--- FAIL: TestA (0.00s)\n    a_test.go:3: begins\n    a_test.go:8: assertion failed: 1 (x int) != 2 (int): the sum\n    a_test.go:20: cleans up\n", "a_test.go:8: assertion failed: 1 (x int) != 2 (int): the sum"},
		{"Log and FailNow", nil, "--- FAIL: TestA (0.00s)\n    a_test.go:3: begins\n    a_test.go:8: it is wrong\n", "a_test.go:8: it is wrong"},
		{"gomock", nil, "--- FAIL: TestA (0.00s)\n    controller.go:97: missing call(s) to *mocks.MockStore.Get(is equal to 1) a_test.go:12\n    controller.go:97: aborting test due to missing call(s)\n", "controller.go:97: missing call(s) to *mocks.MockStore.Get(is equal to 1) a_test.go:12"},
		{"FailNow alone", nil, "--- FAIL: TestA (0.00s)\n", ""},
		{"verbose", []string{"got 1"}, "=== RUN   TestA\n    a_test.go:3: begins\n    a_test.go:5: got 1\n--- FAIL: TestA (0.00s)\n", "a_test.go:5: got 1"},
		{"gomega", []string{"\nExpected\n    <int>: 1\nto equal\n    <int>: 2"}, "--- FAIL: TestA (0.00s)\n    a_test.go:5: \n        Expected\n            <int>: 1\n        to equal\n            <int>: 2\n", "a_test.go:5: Expected <int>: 1 to equal <int>: 2"},
		{"gomega, with words", []string{"the sum\nExpected\n    <int>: 1\nto equal\n    <int>: 2"}, "", "the sum Expected <int>: 1 to equal <int>: 2"},
		{"an error that says Expected", []string{"one\ntwo\nExpected\nthree"}, "", "one"},
		{"Ginkgo", nil, ginkgo, "g_test.go:27: one is not two Expected <int>: 1 to equal <int>: 2"},
		{"Ginkgo, a panic", nil, "  [PANICKED] Test Panicked\n  In [BeforeEach (TOP-LEVEL)] at: /src/g_test.go:9 @ 11/29/26 00:46:00.395\n\n  boom\n", "g_test.go:9: Test Panicked"},
		{"its output is lost", []string{"got 1"}, "", "got 1"},
	} {
		if got := strings.Join(errorMessages(c.texts, c.output), "; "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestDiedOf: a panic is named by the first line of its value that says something.
func TestDiedOf(t *testing.T) {
	for output, want := range map[string]string{
		"panic: boom [recovered, repanicked]\n\ngoroutine 1 [running]:\n":                                            "boom",
		"panic: \n\tmock: I don't know what to return [recovered, repanicked]\n\ngoroutine 7 [running]:\nmain.f()\n": "mock: I don't know what to return",
		"panic: \n\ngoroutine 1 [running]:\n":                                                                        "",
		"log\nfatal error: all goroutines are asleep - deadlock!\n":                                                  "all goroutines are asleep - deadlock!",
	} {
		tr := &trace.Trace{Header: trace.Header{Kind: "panic", Output: output}}
		if got := message(tr, new(ended)); got != want {
			t.Errorf("of %q: %q, want %q", output, got, want)
		}
	}
}

// TestEscapes: colours are no part of a message.
func TestEscapes(t *testing.T) {
	const output = "--- FAIL: TestA (0.00s)\n    a_test.go:5: \x1b[38;5;9m\x1b[1mred\x1b[0m\n"
	for _, lines := range [][]string{nil, {"fails \"\\x1b[38;5;9m\\x1b[1mred\\x1b[0m\""}} {
		if got, want := errorsOf(&ended{lines: lines}, output), "a_test.go:5: red"; !slices.Equal(got, []string{want}) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for in, want := range map[string]string{
		"a\x1b]0;title\x07b\x1b]8;;http://x\x1b\\c": "abc", "\x1b(Bx\x1b[?25ly\x1bMz": "xyz", "no \x1b": "no \x1b", "é\x1b[1;31mß": "éß",
	} {
		if got := WithoutEscapes(in); got != want {
			t.Errorf("of %q: %q, want %q", in, got, want)
		}
	}
	if got, want := Visible("listen unix \x00\x1b[1ma\x7f\r\n"), "listen unix \\x00a\\x7f\r\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
