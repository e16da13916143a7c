package runner

import (
	"os"
	"os/exec"
	"testing"
	"time"
)

// TestStalled: a process that stands still is stalled after the patience, unless we stood still
// ourselves, and one that moves is not.
func TestStalled(t *testing.T) {
	cmd := exec.Command("sleep", "1000")
	if err := cmd.Start(); err != nil {
		t.Skip(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	p := &process{Cmd: cmd, shared: new(page)}
	s := watched(p)
	s.looked = s.looked.Add(-time.Minute)
	if s.stalled(time.Second) {
		t.Error("the process is called stalled because nobody looked at it for a minute")
	}
	for s.still < 900*time.Millisecond {
		s.looked = s.looked.Add(-lookEvery)
		if s.stalled(time.Second) {
			break
		}
	}
	p.shared.steps++
	if s.stalled(time.Second) {
		t.Error("the process has moved and is called stalled")
	}
	for range 20 {
		s.looked = s.looked.Add(-lookEvery)
		if s.stalled(time.Second) {
			return
		}
	}
	t.Error("the process sleeps for two seconds and is not called stalled after one")
}

// TestStarved: time in which a process waits for a processor or a disk does not count.
func TestStarved(t *testing.T) {
	for _, c := range []struct {
		what string
		use  use
		want bool
	}{
		{"sleeps", use{ok: true}, false},
		{"computes", use{ok: true, cpu: 90 * time.Millisecond, queued: 10 * time.Millisecond}, false},
		{"computes on a busy machine", use{ok: true, cpu: 10 * time.Millisecond, queued: 90 * time.Millisecond}, false},
		{"waits for a processor", use{ok: true, cpu: 2 * time.Millisecond, queued: 98 * time.Millisecond}, true},
		{"waits for a disk", use{ok: true, disk: true}, true},
		{"is not known", use{cpu: 0, queued: time.Hour}, false},
	} {
		if got := starved(use{ok: true}, c.use, 100*time.Millisecond); got != c.want {
			t.Errorf("a process that %s: starved is %v", c.what, got)
		}
	}
	before := useOf(os.Getpid())
	for end := time.Now().Add(50 * time.Millisecond); time.Now().Before(end); {
	}
	if after := useOf(os.Getpid()); before.ok && after.cpu <= before.cpu {
		t.Errorf("a process that computes has used %v, and %v before", after.cpu, before.cpu)
	}
}
