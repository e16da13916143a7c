package runner

import (
	"errors"
	"strings"
	"testing"
)

func TestNotBegun(t *testing.T) {
	for _, c := range []struct {
		e    ended
		want string
	}{
		{ended{status: "exit status 0"}, "ended with exit status 0 before its tests began"},
		{ended{status: "exit status 3", out: []byte("PASS on what?\n")}, "ended with exit status 3 before its tests began"},
		{ended{status: "signal: aborted"}, "(signal: aborted)"},
		{ended{status: "exit status 2", hung: true}, "did not begin its tests within the time of -timeout"},
	} {
		err := c.e.notBegun(false)
		if !strings.Contains(err.Error(), c.want) || errors.Is(err, errPlain) {
			t.Errorf("of %q: %v, want %s", c.e.status, err, c.want)
		}
	}
	// A binary of an ordinary go test runs its tests, whatever the job.
	for _, out := range []string{"PASS\n", "--- FAIL: TestX\nFAIL\n", "=== RUN TestX\nPASS"} {
		if err := (&ended{status: "exit status 0", out: []byte(out)}).notBegun(false); !errors.Is(err, errPlain) {
			t.Errorf("of %q: %v", out, err)
		}
	}
}
