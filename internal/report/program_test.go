package report

import (
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// TestStackOfAProgram: its main is shown, and that of the test binary is not.
func TestStackOfAProgram(t *testing.T) {
	dump := `before
panic: why

goroutine 9 [running]:
main.main()
	/x/x.go:20 +0x146
testing.(*chaosRunner).program.func1()
	/go/src/testing/chaosrun_program.go:43 +0x1d
created by testing.(*chaosRunner).program in goroutine 8
	/go/src/testing/chaosrun_program.go:41 +0x2a

goroutine 1 [chan receive]:
testing.chaosRun(0x1)
	/go/src/testing/chaosrun.go:1 +0x1
main.main()
	_testmain.go:47 +0x9b
`
	want := `before
panic: why

goroutine 9 [running]:
main.main()
	/x/x.go:20 +0x146
`
	tr := &trace.Trace{Header: trace.Header{Kind: "panic", Program: "x", Output: dump}}
	if got := output(tr, mostOutput); strings.TrimRight(got, "\n") != strings.TrimRight(want, "\n") {
		t.Errorf("the output is\n%s\nwant\n%s", got, want)
	}
	if got, want := outputOf(tr), "program output"; got != want {
		t.Errorf("it is called %s, want %s", got, want)
	}
	tr.Kind, tr.Output = "hang", "before\nSIGQUIT: quit\n\n"+strings.TrimPrefix(dump, "before\npanic: why\n\n")
	if got := output(tr, mostOutput); !strings.Contains(got, "/x/x.go:20") || strings.Contains(got, "_testmain.go") {
		t.Errorf("of a hang it shows\n%s", got)
	}
}
