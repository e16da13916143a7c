// Package loops holds loops that end because a select draws among the cases that are ready.
package loops

import (
	"context"
	"sync"
	"testing"
)

func closed() chan int {
	c := make(chan int)
	close(c)
	return c
}

func TestLeavesBySecondCase(t *testing.T) {
	a, b := closed(), closed()
	for {
		select {
		case <-a:
			continue
		case <-b:
		}
		break
	}
	for {
		select {
		case <-b:
		case <-a:
			continue
		}
		break
	}
}

func TestLeavesByLastOfThree(t *testing.T) {
	a, b, c := closed(), closed(), closed()
	for {
		select {
		case <-a:
		case <-b:
		case <-c:
			return
		}
	}
}

// The context stays done, and the loop leaves when the connection is closed, which it is at once: as net/http does
// with a request that is canceled.
func TestLeavesWhenClosed(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	conn := make(chan int)
	var once sync.Once
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-conn:
				return
			case <-ctx.Done():
				once.Do(func() { close(conn) })
			}
		}
	})
	cancel()
	wg.Wait()
}

// A value is there to receive, and so is room to send.
func TestLeavesBySend(t *testing.T) {
	full, empty := closed(), make(chan int, 1)
	n := 0
	for {
		select {
		case <-full:
			n++
			continue
		case empty <- n:
		}
		break
	}
}
