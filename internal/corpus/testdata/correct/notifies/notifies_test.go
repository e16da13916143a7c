// Package notifies has correct programs that ask for signals, and get none: nothing in them comes
// from outside.
package notifies

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"testing"
)

func TestNotifyAndStop(t *testing.T) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	signal.Stop(c)
}

func TestContextOfSignals(t *testing.T) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGUSR1, syscall.SIGUSR2)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { <-ctx.Done() })
	}
	stop()
	wg.Wait()
}

func TestConcurrentNotify(t *testing.T) {
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			c := make(chan os.Signal, 1)
			signal.Notify(c, os.Interrupt, syscall.SIGHUP)
			signal.Ignore(syscall.SIGWINCH)
			signal.Reset(syscall.SIGWINCH)
			signal.Stop(c)
		})
	}
	wg.Wait()
}
