package testing

import (
	"chaosrun/engine"
	"fmt"
	"io"
	"os"
	"strings"
	_ "unsafe" // for go:linkname
)

//go:linkname chaosForgetPairs runtime.chaosForgetPairs
func chaosForgetPairs()

// feed makes a run for each string of bytes that the parent sends to the standard input,
// after its length in four bytes, until one fails or the process is used up. It is the same
// run, number 1, but for the choices.
func (r *chaosRunner) feed() error {
	strat := new(engine.Bytes)
	for n := 0; ; n++ {
		var head [4]byte
		if _, err := io.ReadFull(os.Stdin, head[:]); err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("reading what to choose: %v", err)
		}
		size := int(head[0]) | int(head[1])<<8 | int(head[2])<<16 | int(head[3])<<24
		data := make([]byte, size)
		if _, err := io.ReadFull(os.Stdin, data); err != nil {
			return fmt.Errorf("reading what to choose: %v", err)
		}
		choices := make([]uint32, size)
		for i, b := range data {
			choices[i] = uint32(b)
		}
		if n%64 == 63 {
			chaosForgetOutput()
		}
		strat.Load(choices)
		chaosForgetPairs()
		out := r.once(strat, 1, nil, false)
		var seen chaosSeen
		seen.addPairs()
		chaosReport("fed %d %s", out.behind, strings.Join(seen.pairs, " "))
		r.report(1, out)
		if out.kind != "" || out.behind > 0 {
			return nil
		}
	}
}
