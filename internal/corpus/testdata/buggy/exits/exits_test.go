// Package exits holds programs that end the process.
package exits

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var errClosed = errors.New("server closed")

type server struct {
	quit     chan bool
	stopping atomic.Bool
}

func (s *server) serve() error {
	<-s.quit
	return errClosed
}

func (s *server) shutdown() {
	close(s.quit)
	s.stopping.Store(true)
}

// Shutdown makes serve return before it says that this is wanted.
//
//chaosrun:expect exit
func TestLogFatalAtShutdown(t *testing.T) {
	s := &server{quit: make(chan bool)}
	done := make(chan bool)
	go func() {
		defer close(done)
		if err := s.serve(); err != nil && !s.stopping.Load() {
			log.Fatal(err)
		}
	}()
	s.shutdown()
	<-done
}

// The watchdog gives the work a second, and the work takes just that.
//
//chaosrun:expect exit
func TestWatchdogExits(t *testing.T) {
	work := make(chan bool)
	go func() {
		time.Sleep(time.Second)
		close(work)
	}()
	watchdog := time.AfterFunc(time.Second, func() { os.Exit(3) })
	<-work
	watchdog.Stop()
}

// A reload sets the limits one by one, and a reader checks them in between.
//
//chaosrun:expect exit
func TestConfigChecksHalfAnUpdate(t *testing.T) {
	var low, high atomic.Int64
	high.Store(10)
	go func() {
		low.Store(20)
		high.Store(30)
	}()
	if l, h := low.Load(), high.Load(); l > h {
		log.Fatalf("limits are %d to %d", l, h)
	}
}

// Both look for a free port before they listen, and find the same one.
//
//chaosrun:expect exit
func TestPortTakenTwice(t *testing.T) {
	var ports sync.Map
	listen := func(port int) error {
		if _, taken := ports.LoadOrStore(port, true); taken {
			return fmt.Errorf("listen on %d: address in use", port)
		}
		return nil
	}
	start := func() {
		for port := 8080; ; port++ {
			if _, taken := ports.Load(port); taken {
				continue
			}
			if err := listen(port); err != nil {
				log.Fatal(err)
			}
			return
		}
	}
	var wg sync.WaitGroup
	wg.Go(start)
	wg.Go(start)
	wg.Wait()
}

// The second interrupt ends the program at once; one that is handled twice counts as
// two.
//
//chaosrun:expect exit
func TestInterruptCountedTwice(t *testing.T) {
	var handled atomic.Bool
	var interrupts atomic.Int32
	interrupt := func() {
		if handled.Load() {
			return
		}
		handled.Store(true)
		if interrupts.Add(1) > 1 {
			os.Exit(130)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { <-ctx.Done(); interrupt() })
	wg.Go(func() { <-ctx.Done(); interrupt() })
	cancel()
	wg.Wait()
}

// Two nodes find the lease free and sign for it; one of them finds the other's name.
//
//chaosrun:expect exit
func TestLeaseLost(t *testing.T) {
	var holder atomic.Int32
	var wg sync.WaitGroup
	for id := int32(1); id <= 2; id++ {
		wg.Go(func() {
			if holder.Load() != 0 {
				return // a follower
			}
			holder.Store(id)
			if holder.Load() != id {
				log.Fatal("lost the lease")
			}
		})
	}
	wg.Wait()
}
