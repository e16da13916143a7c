package testing

import (
	"strconv"
	"syscall"
)

// chaosTellsFailures says that the parent wants the texts of t.Error and t.Fatal; it is set
// before any run.
var chaosTellsFailures bool

// chaosMaxFailure bounds such a text, in bytes.
const chaosMaxFailure = 4 << 10

// chaosFails tells the parent the text of an error, and returns it. It does nothing that a
// run could notice: a run that is recorded makes the same steps as one that is not.
func chaosFails(text string) string {
	chaosDebugFailed("assert")
	if chaosTellsFailures {
		line := "fails " + strconv.Quote(text[:min(len(text), chaosMaxFailure)]) + "\n"
		for len(line) > 0 {
			n, err := syscall.Write(chaosReportFD, []byte(line))
			if err != nil && err != syscall.EINTR && err != syscall.EAGAIN {
				break
			}
			line = line[max(n, 0):]
		}
	}
	return text
}
