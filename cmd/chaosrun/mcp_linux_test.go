package main

import (
	"bytes"
	"context"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// testBinaries are the test binaries that a process has started.
func testBinaries(pid int) []int { return slices.DeleteFunc(children(pid), notWorker) }

// alive are those of the processes that have not ended.
func alive(pids []int) []int {
	return slices.DeleteFunc(slices.Clone(pids), func(pid int) bool {
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		return err != nil || strings.HasPrefix(string(stat[bytes.LastIndexByte(stat, ')')+1:]), " Z")
	})
}

func gone(t *testing.T, pids []int) {
	t.Helper()
	for range 200 {
		if len(alive(pids)) == 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("workers are left: %v", alive(pids))
}

// TestAgentCancels: a call that is canceled leaves no worker behind, and the next one has its turn.
func TestAgentCancels(t *testing.T) {
	a := newAgent(t)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan string, 1)
	go func() {
		text, _ := a.try(ctx, "explore", map[string]any{"package": "./long", "seconds": 3000, "schedules": 1 << 30}, nil)
		ended <- text
	}()
	a.waitFor("exploring TestLong")
	pids := a.workers()
	cancel()
	a.contains(<-ended, "cancel")
	gone(t, pids)
	gone(t, testBinaries(a.cmd.Process.Pid))
	a.contains(a.call("explore", map[string]any{"run": "TestTransfer"}, nil), "--- FAIL: TestTransfer")
}

// TestAgentLeaves: when the client is gone, or the server is told to end, it does, and no worker is left.
func TestAgentLeaves(t *testing.T) {
	for how, end := range map[string]func(*agent) error{
		"the client is gone": func(a *agent) error { return a.stdin.Close() },
		"SIGTERM":            func(a *agent) error { return a.cmd.Process.Signal(syscall.SIGTERM) },
	} {
		t.Run(how, func(t *testing.T) {
			a := newAgent(t)
			ended := make(chan bool, 1)
			go func() {
				_, failed := a.try(t.Context(), "explore", map[string]any{"package": "./long", "seconds": 3000, "schedules": 1 << 30}, nil)
				ended <- failed
			}()
			a.waitFor("exploring TestLong")
			pids := append(a.workers(), a.cmd.Process.Pid)
			if err := end(a); err != nil {
				t.Fatal(err)
			}
			gone(t, pids)
			if !<-ended {
				t.Error("the call under way came to an end")
			}
		})
	}
}

// workers waits until the server has workers, and returns them.
func (a *agent) workers() []int {
	a.Helper()
	for range 600 {
		if pids := testBinaries(a.cmd.Process.Pid); len(pids) > 0 {
			return pids
		}
		time.Sleep(100 * time.Millisecond)
	}
	a.Fatal("the server has started no worker")
	return nil
}

// waitFor waits for progress that begins like that.
func (a *agent) waitFor(begin string) {
	a.Helper()
	for {
		select {
		case text := <-a.progress:
			if strings.HasPrefix(text, begin) {
				return
			}
		case <-time.After(5 * time.Minute):
			a.Fatalf("no progress like %q", begin)
		}
	}
}
