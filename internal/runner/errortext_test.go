package runner

import "testing"

// The message of a failing test is its first error, and not what it logged.
func TestErrorMessage(t *testing.T) {
	const testify = "\n\tError Trace:\t/src/bank/bank_test.go:12\n\tError:      \tNot equal: \n\t            \texpected: 1\n\t            \tactual  : 2\n\t            \t\n\t            \tDiff:\n\t            \t--- Expected\n\tTest:       \tTestTransfer\n\tMessages:   \tthe balance\n"
	const testifyOutput = "--- FAIL: TestTransfer (0.00s)\n    bank_test.go:9: begins\n    bank_test.go:12: \n        \tError Trace:\t/src/bank/bank_test.go:12\n        \tError:      \tNot equal: \n        \t            \texpected: 1\n        \t            \tactual  : 2\n        \t            \t\n        \t            \tDiff:\n        \t            \t--- Expected\n        \tTest:       \tTestTransfer\n        \tMessages:   \tthe balance\nFAIL\n"
	const testifyMessage = "bank_test.go:12: Not equal: expected: 1 actual : 2 (the balance)"
	for _, c := range []struct {
		name   string
		texts  []string
		output string
		want   string
	}{
		{"Errorf", []string{"got 1, want 2"}, "--- FAIL: TestA (0.00s)\n    a_test.go:5: got 1, want 2\n", "a_test.go:5: got 1, want 2"},
		{"a log line before it", []string{"got 1, want 2\n"}, "--- FAIL: TestA (0.00s)\n    a_test.go:3: begins\n    a_test.go:5: got 1, want 2\n    a_test.go:6: ends\n", "a_test.go:5: got 1, want 2"},
		{"the first of two errors", []string{"one", "two"}, "--- FAIL: TestA (0.00s)\n    a_test.go:5: one\n    a_test.go:6: two\n", "a_test.go:5: one"},
		{"a subtest", []string{"deep"}, "--- FAIL: TestA (0.00s)\n    --- FAIL: TestA/b (0.00s)\n        a_test.go:3: before\n        a_test.go:7: deep\n", "a_test.go:7: deep"},
		{"testify", []string{testify}, testifyOutput, testifyMessage},
		{"testify, seen once", nil, testifyOutput, testifyMessage},
		{"go-cmp", []string{"mismatch (-want +got):\n  bank.Account{\n- \tN: 1,\n+ \tN: 2,\n  }\n"}, "--- FAIL: TestA (0.00s)\n    a_test.go:3: x\n    a_test.go:9: mismatch (-want +got):\n          bank.Account{\n        - \tN: 1,\n        + \tN: 2,\n          }\n", "a_test.go:9: mismatch (-want +got):"},
		{"gotest.tools", nil, "--- FAIL: TestA (0.00s)\n    a_test.go:3: begins\n    a_test.go:8: assertion failed: 1 (x int) != 2 (int): the sum\n    a_test.go:20: cleans up\n", "a_test.go:8: assertion failed: 1 (x int) != 2 (int): the sum"},
		{"Log and FailNow", nil, "--- FAIL: TestA (0.00s)\n    a_test.go:3: begins\n    a_test.go:8: it is wrong\n", "a_test.go:8: it is wrong"},
		{"FailNow alone", nil, "--- FAIL: TestA (0.00s)\n", ""},
		{"verbose", []string{"got 1"}, "=== RUN   TestA\n    a_test.go:3: begins\n    a_test.go:5: got 1\n--- FAIL: TestA (0.00s)\n", "a_test.go:5: got 1"},
		{"its output is lost", []string{"got 1"}, "", "got 1"},
	} {
		if got := errorMessage(c.texts, c.output); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
