package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A failure is a program that fails, and the line of its source that is the cause, as a person states it who
// knows the program.
type failure struct {
	Module  string // folder of its module
	Package string // folder of its package in there
	Test    string
	Flags   string // of chaosrun test, beside the usual ones
	Cause   cause
}

// A cause is a line of source, by its text.
type cause struct {
	File string // in the folder of the package
	From string // the line is looked for from the first line on that has this text
	Text string // the first line from there on that has this text is the cause
}

const (
	buggy      = "internal/corpus/testdata/buggy"
	examples   = "examples"
	understood = "internal/corpus/testdata/understood"
)

// failures are the thirty.
var failures = []failure{
	{buggy, "deadlock", "TestLockOrderInversion", "", cause{"locks_test.go", "func transfer", "to.mu.Lock()"}},
	{buggy, "deadlock", "TestRecursiveRLock", "", cause{"locks_test.go", "func (r *registry) get", "r.mu.RLock()"}},
	{buggy, "deadlock", "TestOnceAgainstMutex", "", cause{"locks_test.go", "func TestOnceAgainstMutex", "once.Do(func() {})"}},
	{buggy, "deadlock", "TestDiningPhilosophers", "", cause{"locks_test.go", "func TestDiningPhilosophers", "right.Lock()"}},
	{buggy, "deadlock", "TestWriterBetweenReaders", "", cause{"locks_test.go", "func TestWriterBetweenReaders", "rw.RLock()"}},
	{buggy, "deadlock", "TestMissedSignal", "", cause{"waiting_test.go", "func TestMissedSignal", "cond.Wait()"}},
	{buggy, "deadlock", "TestSelectForgetsRequest", "", cause{"channels_test.go", "func TestSelectForgetsRequest", "select {"}},
	{examples, "patterns/boundedparallelism", "TestWrongPublishedCancelled", "", cause{"wrong.go", "func published", "input <- item"}},
	{examples, "large/stream", "TestWrongUnlocking", "", cause{"wrong.go", "next := c.waiters[0]", "close(next)"}},
	{examples, "context/fetch", "TestWrongSimpleTooSlow", "", cause{"wrong.go", "func fetchSimple", "return io.ReadAll(resp.Body)"}},
	{buggy, "leak", "TestLateResult", "", cause{"goroutines_test.go", "func TestLateResult", "result <- 1"}},
	{buggy, "leak", "TestStopNotHeard", "", cause{"timers_test.go", "func TestStopNotHeard", "case stop <- true:"}},
	{buggy, "leak", "TestWaitsForForgottenLock", "", cause{"goroutines_test.go", "balance++", "\tmu.Lock()"}},
	{buggy, "panics", "TestNilAfterCheck", "", cause{"misuse_test.go", "func TestNilAfterCheck", "_ = current.Load().user"}},
	{buggy, "panics", "TestWaitGroupReused", "", cause{"misuse_test.go", "func TestWaitGroupReused", "wg.Add(1) // round two"}},
	{buggy, "panics", "TestTimerSendsAfterClose", "", cause{"channels_test.go", "func TestTimerSendsAfterClose", "close(events)"}},
	{examples, "channels/fanin", "TestWrongEager", "", cause{"wrong.go", "func fanInEager", "defer close(out)"}},
	{examples, "patterns/pubsub", "TestWrongCopy", "", cause{"wrong.go", "func (b copyBroker) Publish", "case c <- v:"}},
	{buggy, "fatals", "TestCancelAndFinishUnlock", "", cause{"fatals_test.go", "default:", "mu.Unlock()"}},
	{buggy, "exits", "TestWatchdogExits", "", cause{"exits_test.go", "func TestWatchdogExits", "time.AfterFunc(time.Second"}},
	{buggy, "asserts", "TestABA", "", cause{"memory_test.go", "func (s *freeList) pop", "s.head.CompareAndSwap(old, old.next.Load())"}},
	{buggy, "asserts", "TestCondIfForWhile", "", cause{"order_test.go", "func (q *queue) get", "q.cond.Wait()"}},
	{buggy, "asserts", "TestExpiryDeletesFreshEntry", "", cause{"order_test.go", "func TestExpiryDeletesFreshEntry", "return time.AfterFunc(time.Minute"}},
	{buggy, "asserts", "TestLimiterLetsTooManyIn", "", cause{"memory_test.go", "func TestLimiterLetsTooManyIn", "n := inside.Add(1)"}},
	{buggy, "promises", "TestPoolMiss", "", cause{"promises_test.go", "func TestPoolMiss", "p.Get() == nil"}},
	{understood, "messages", "TestAllIsWritten", "", cause{"messages.go", "func (w *Writer) loop", "select {"}},
	{buggy, "races", "TestPublishedBeforeFilled", "-race", cause{"races_test.go", "func TestPublishedBeforeFilled", "tab.rows = "}},
	{buggy, "livelocks", "TestTicketDropped", "-max-steps 200000", cause{"livelocks_test.go", "func TestTicketDropped", "if sold.Load() {"}},
	{buggy, "hangs", "TestPlainFlag", "-timeout 3s", cause{"hangs_test.go", "func TestPlainFlag", "for !stopped {"}},
	{buggy, "timings", "TestSleepIsNoSynchronization", "", cause{"timings_test.go", "func TestSleepIsNoSynchronization", "if !ready.Load() {"}},
}

// position is where the cause stands, as reports write it: the file without its folder, and the line.
func (f failure) position(root string) (string, error) {
	name := filepath.Join(root, f.Module, f.Package, f.Cause.File)
	text, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	from := false
	for i, l := range strings.Split(string(text), "\n") {
		if from = from || strings.Contains(l, f.Cause.From); from && strings.Contains(l, f.Cause.Text) {
			return fmt.Sprintf("%s:%d", f.Cause.File, i+1), nil
		}
	}
	return "", errors.New(name + " has no line " + f.Cause.Text)
}
