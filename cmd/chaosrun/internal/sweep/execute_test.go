package sweep

import (
	"errors"
	"strings"
	"syscall"
	"testing"

	"github.com/chaosrun/chaosrun/internal/runner"
)

// What is wrong with the machine is no result of the test.
func TestCannotRunHere(t *testing.T) {
	var x Executor
	x.Add(&runner.Runner{Package: "p", Bin: t.TempDir() + "/gone.test", Dir: t.TempDir(), Strategy: "random", Workers: make(chan struct{}, 1)}, nil)
	s := Share{Package: "p", Test: "TestA", Config: Config{Strategy: "random"}, First: 1, Count: 20}
	out, err := x.Do(t.Context(), s)
	if out != nil || !errors.Is(err, syscall.ENOENT) || !strings.Contains(err.Error(), "TestA of package p cannot be run here: ") {
		t.Errorf("%+v, %v", out, err)
	}
	s.Package = "q"
	if _, err := x.Do(t.Context(), s); err == nil || err.Error() != "no test binary of package q is here" {
		t.Error(err)
	}
}
