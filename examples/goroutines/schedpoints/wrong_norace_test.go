//go:build chaosrun && !race

package schedpoints

import (
	"context"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// With -race, each of these is a race as well, and found as that.

func between(t *testing.T, f func()) {
	t.Helper()
	oneSeat(t, (&hurriedSeat{between: f}).Take)
}

//chaosrun:expect assert
func TestWrongSend(t *testing.T) {
	ch := make(chan int, 2)
	between(t, func() { ch <- 1 }) // has room: it does not block, and still
}

//chaosrun:expect assert
func TestWrongReceive(t *testing.T) {
	ch := make(chan int)
	close(ch)
	between(t, func() { <-ch })
}

//chaosrun:expect assert
func TestWrongSelect(t *testing.T) {
	ch := make(chan int)
	between(t, func() {
		select {
		case <-ch:
		default:
		}
	})
}

//chaosrun:expect assert
func TestWrongMutex(t *testing.T) {
	var mu sync.Mutex
	between(t, func() {
		mu.Lock()
		//lint:ignore SA2001 the switch is what is looked for
		mu.Unlock()
	})
}

//chaosrun:expect assert
func TestWrongOnce(t *testing.T) {
	var once sync.Once
	between(t, func() { once.Do(func() {}) })
}

//chaosrun:expect assert
func TestWrongAtomic(t *testing.T) {
	var n atomic.Int64
	between(t, func() { n.Add(1) })
}

//chaosrun:expect assert
func TestWrongGo(t *testing.T) {
	between(t, func() { go func() {}() })
}

//chaosrun:expect assert
func TestWrongGosched(t *testing.T) { between(t, runtime.Gosched) }

//chaosrun:expect assert
func TestWrongSleep(t *testing.T) {
	between(t, func() { time.Sleep(time.Microsecond) })
}

//chaosrun:expect assert
func TestWrongContext(t *testing.T) {
	between(t, func() { _ = context.Cause(t.Context()) })
}

//chaosrun:expect assert
func TestWrongSyscall(t *testing.T) {
	between(t, func() { _, _ = os.Stat("/") })
}

// Two calls that are no points: nobody gets in between, and the mistake stays hidden.
// With -race it is found here too.

func TestWrongGC(t *testing.T) { between(t, runtime.GC) }

func TestWrongCall(t *testing.T) { between(t, func() { _ = strings.Repeat("a", 1000) }) }
