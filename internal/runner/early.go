package runner

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// ErrNoControl says that the test binary does not behave as one under control does.
var ErrNoControl = errors.New("the test binary is not under control: a program that loses an update under some schedules was run in it and did not, so what its tests do would show nothing; remove chaosrun's folder below the user's cache folder and try again")

// errPlain says that the test binary is one of an ordinary go test.
var errPlain = errors.New("the test binary is not under control: it ran its tests as go test does; remove chaosrun's folder below the user's cache folder and try again")

// ranTests is how the output of an ordinary test binary ends.
var ranTests = regexp.MustCompile(`(?m)^(PASS|FAIL)\n?\z`)

// notBegun is the error of a worker that was to list the tests, or to make the canary's runs, and
// reported nothing: it ended before m.Run, where control begins.
func (e *ended) notBegun(program bool) error {
	out := strings.TrimSpace(string(e.out))
	printed := "it printed:\n" + out
	if out == "" {
		printed = "it printed nothing"
	}
	switch {
	case program && e.hung:
		return fmt.Errorf("the program did not come to its main within the time of -timeout: it is still in an init function or in the value of a package variable; %s", printed)
	case program:
		return fmt.Errorf("the program ended before its main began, in an init function or in the value of a package variable (%s), so it could not be explored; %s", e.status, printed)
	}
	switch status, ok := strings.CutPrefix(e.status, "exit status "); {
	case e.hung:
		return fmt.Errorf("the test process did not begin its tests within the time of -timeout: it is still in an init function or in TestMain; %s", printed)
	case ranTests.Match(e.out):
		return fmt.Errorf("%w; %s", errPlain, printed)
	case ok:
		return fmt.Errorf("the test process ended with exit status %s before its tests began, in an init function or in TestMain, so none of them could be explored: if it looks for something that is not here, like a variable of the environment or a server, give it that, or leave the package out; %s", status, printed)
	default:
		return fmt.Errorf("the test process ended before its tests began, in an init function or in TestMain (%s); %s", e.status, printed)
	}
}
