package testing

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strconv"
	_ "unsafe" // for go:linkname
)

//go:linkname chaosText runtime.chaosText
func chaosText() uintptr

// With CHAOSRUN_SYMBOLIZE in its environment the binary only tells the parent what
// its program counters mean, before any code of the user's runs: it reads offsets,
// one a line, and writes "offset function file line", quoted.
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
		f, _ := runtime.CallersFrames([]uintptr{chaosText() + uintptr(off)}).Next()
		fmt.Fprintf(out, "%s %q %q %d\n", in.Text(), f.Function, f.File, f.Line)
	}
	out.Flush()
	os.Exit(0)
}
