//go:build unix

// Package signals has correct programs that send signals to themselves.
package signals

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"
)

func kill(t *testing.T, sig syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(os.Getpid(), sig); err != nil {
		t.Fatal(err)
	}
}

func TestNotify(t *testing.T) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGUSR1)
	defer signal.Stop(c)
	for range 3 {
		kill(t, syscall.SIGUSR1)
		if s := <-c; s != syscall.SIGUSR1 {
			t.Fatal(s)
		}
	}
}

func TestNotifyTwoChannels(t *testing.T) {
	a, b := make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(a, syscall.SIGUSR1, syscall.SIGUSR2)
	defer signal.Stop(a)
	signal.Notify(b, syscall.SIGUSR2)
	defer signal.Stop(b)
	kill(t, syscall.SIGUSR2)
	if x, y := <-a, <-b; x != syscall.SIGUSR2 || y != syscall.SIGUSR2 {
		t.Fatal(x, y)
	}
	kill(t, syscall.SIGUSR1)
	if x := <-a; x != syscall.SIGUSR1 || len(b) != 0 {
		t.Fatal(x, len(b))
	}
}

func TestStopAndIgnore(t *testing.T) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGUSR2)
	signal.Stop(c)
	signal.Ignore(syscall.SIGUSR2)
	defer signal.Reset(syscall.SIGUSR2)
	if !signal.Ignored(syscall.SIGUSR2) {
		t.Fatal("not ignored")
	}
	kill(t, syscall.SIGUSR2)
	time.Sleep(2 * time.Millisecond)
	if len(c) != 0 {
		t.Fatal(<-c)
	}
}

func TestNotifyContext(t *testing.T) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGUSR1)
	defer stop()
	done := make(chan error)
	go func() {
		<-ctx.Done()
		done <- ctx.Err()
	}()
	if err := ctx.Err(); err != nil {
		t.Fatal(err)
	}
	kill(t, syscall.SIGUSR1)
	if err := <-done; err != context.Canceled {
		t.Fatal(err)
	}
}

func TestWorkerUntilSignal(t *testing.T) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGHUP)
	defer signal.Stop(c)
	beats := make(chan int)
	done := make(chan int)
	go func() {
		for n := 0; ; n++ {
			select {
			case <-c:
				done <- n
				return
			case beats <- n:
			}
		}
	}()
	for i := range 3 {
		if n := <-beats; n != i {
			t.Fatal(n, i)
		}
	}
	kill(t, syscall.SIGHUP)
	if n := <-done; n != 3 {
		t.Fatal(n)
	}
}

// However long the system takes to deliver it, the signal comes before ten virtual seconds have passed.
func TestNotifyContextOrTimeout(t *testing.T) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGUSR1)
	defer stop()
	p, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Signal(syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ctx.Done():
	case <-time.After(10 * time.Second):
		t.Fatal("no signal")
	}
}

// Nobody is told of a signal to another process.
func TestSignalToAnother(t *testing.T) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGUSR1)
	defer signal.Stop(c)
	if err := syscall.Kill(1<<22-1, syscall.SIGUSR1); err == nil {
		t.Skip("there is such a process")
	}
	select {
	case <-c:
		t.Fatal("a signal")
	case <-time.After(time.Second):
	}
}
