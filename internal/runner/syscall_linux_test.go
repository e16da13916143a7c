package runner

import (
	"testing"

	"github.com/chaosrun/chaosrun/internal/toolchain"
)

const longCalls = `package busy

import (
	"os"
	"syscall"
	"testing"
)

// TestComputes lets the kernel copy two gigabytes, which takes some time.
func TestComputes(t *testing.T) {
	in, err := os.Open("/dev/zero")
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	turn := make(chan int)
	go func() { turn <- 1 }()
	for range 2 {
		if _, err := syscall.Sendfile(int(out.Fd()), int(in.Fd()), nil, 1<<31-4096); err != nil {
			t.Fatal(err)
		}
	}
	<-turn
}

// TestWaits waits in a system call for another goroutine.
func TestWaits(t *testing.T) {
	var p [2]int
	if err := syscall.Pipe(p[:]); err != nil {
		t.Fatal(err)
	}
	go syscall.Write(p[1], []byte("x"))
	var b [1]byte
	if n, err := syscall.Read(p[0], b[:]); n != 1 || err != nil {
		t.Error(n, err)
	}
	syscall.Close(p[0])
	syscall.Close(p[1])
}
`

// A system call that takes long because it computes, or because the machine is slow, is part of
// the step; one that waits for something is not.
func TestLongCalls(t *testing.T) {
	r := runnerOf(t, toolchain.Config{}, longCalls)
	r.Strategy, r.Schedules, r.PerTest = "roundrobin", 2, 1
	for test, outside := range map[string]bool{"TestComputes": false, "TestWaits": true} {
		res := r.Explore(t.Context(), test)
		if res.Err != nil || res.Verdict != "pass" || res.External > 0 != outside {
			t.Errorf("%s: %s, %v, %d wake-ups from outside", test, res.Verdict, res.Err, res.External)
		}
	}
}
