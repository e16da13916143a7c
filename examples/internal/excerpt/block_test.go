//go:build !chaosrun

package main

import (
	"fmt"
	"strings"
	"testing"
)

const shown = `assert: the test failed
TestWrongX in github.com/chaosrun/chaosrun/examples/a/b, run 6 of seed 1 (auto), 11 steps

    the choice that leads to it:
      - g1 is preempted

test output:
    --- FAIL: TestWrongX (0.00s)
        b_test.go:18: got 3, want 9

the schedule: each column is a goroutine, time runs down
    ──▶ g2   g2 could go on only after this step
2 of 22 steps are shown, those that involve other goroutines; -all shows every step

 step  g1 (the test)        g2
    5  starts
   12  wg.Wait wg#2: waits            b_test.go:29    wg.Wait()

note: shrunk

to replay: chaosrun replay x.chaos
`

func TestBlock(t *testing.T) {
	old := "// Package b\n//\n// # What chaosrun shows\n//\n// This:\n//\n//\t--- FAIL: TestWrongX\n//\t    old\n//\n//\t    older\n//\n// And more.\npackage b\n"
	if got := testOf(old); got != "TestWrongX" {
		t.Errorf("the block is of %q", got)
	}
	got, err := replace(old, block(shown))
	want := `// Package b
//
// # What chaosrun shows
//
// This:
//
//	assert: the test failed
//	TestWrongX, run 6 of seed 1 (auto), 11 steps
//
//	the choice that leads to it:
//	  - g1 is preempted
//
//	b_test.go:18: got 3, want 9
//
//	 step  g1 (the test)        g2
//	    5  starts
//	   12  wg.Wait wg#2: waits            b_test.go:29    wg.Wait()
//
// And more.
package b
`
	if got != want || err != nil {
		t.Errorf("got %v\n%s", err, got)
	}
	if again, err := replace(got, block(shown)); again != got || err != nil {
		t.Errorf("a second time: %v\n%s", err, again)
	}
}

// A long list keeps its steps in code, and the names of their goroutines.
func TestLongList(t *testing.T) {
	lines := []string{"the explanation", ""}
	for i := range 40 {
		name := ""
		if i%4 == 0 {
			name = fmt.Sprint("g", i/4+1)
		}
		where := ""
		if i%4 == 2 {
			where = "b.go:1 x"
		}
		lines = append(lines, fmt.Sprintf("%5d  %-6s%-10s%s", i, name, "recv", where))
	}
	got := schedule(append(lines, ""))
	if len(got) != 11 || got[9] != "   38  g10   recv      b.go:1 x" {
		t.Errorf("%d steps:\n%s", len(got), strings.Join(got, "\n"))
	}
}
