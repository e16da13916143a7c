package testing

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	_ "unsafe" // for go:linkname
)

//go:linkname chaosText runtime.chaosText
func chaosText() uintptr

//go:linkname chaosPlaces runtime.chaosPlaces
func chaosPlaces() []uintptr

// chaosPlace says what a program counter means, an offset from the start of the text segment.
func chaosPlace(off uintptr) string {
	f, _ := runtime.CallersFrames([]uintptr{chaosText() + off}).Next()
	return fmt.Sprintf("%x %q %q %d", off, f.Function, f.File, f.Line)
}

// chaosTellPlaces reports what the program counters of the recording mean.
func chaosTellPlaces() {
	var b strings.Builder
	for i, off := range chaosPlaces() {
		if i > 0 {
			b.WriteString("\nplace ")
		}
		b.WriteString(chaosPlace(off))
	}
	chaosReport("place %s", b.String())
}

// With CHAOSRUN_SYMBOLIZE in its environment the binary only tells the parent what
// its program counters mean, before any code of the user's runs: it reads offsets,
// one a line, and writes "offset function file line", quoted. The parent asks for those
// of a process that died before it could tell.
func init() {
	if os.Getenv("CHAOSRUN_SYMBOLIZE") == "" {
		return
	}
	in, out := bufio.NewScanner(os.Stdin), bufio.NewWriter(os.Stdout)
	for in.Scan() {
		off, err := strconv.ParseUint(in.Text(), 16, 64)
		if err != nil {
			os.Exit(2)
		}
		fmt.Fprintln(out, chaosPlace(uintptr(off)))
	}
	out.Flush()
	os.Exit(0)
}
