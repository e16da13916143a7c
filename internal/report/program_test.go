package report

import (
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// TestLongLine: of a line that never ends the beginning is shown.
func TestLongLine(t *testing.T) {
	for _, c := range []struct{ printed, want string }{
		{strings.Repeat(".", longestLine), strings.Repeat(".", longestLine) + "\n"},
		{strings.Repeat(".", longestLine+9), strings.Repeat(".", longestLine) + "… 9 more bytes, which the recording has\n"},
		{strings.Repeat(".", longestLine-1) + "ä\nend", strings.Repeat(".", longestLine-1) + "… 2 more bytes, which the recording has\nend\n"},
	} {
		tr := &trace.Trace{Header: trace.Header{Kind: "exit", Program: "x", Output: c.printed}}
		if got := output(tr, mostOutput); got != c.want {
			t.Errorf("of %d bytes: %q", len(c.printed), got)
		}
	}
}

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
