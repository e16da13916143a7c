package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// A disk that becomes full in the middle of a campaign ends it with a sentence; what is written
// is kept, and with room again it goes on.
func TestSweepDiskFull(t *testing.T) {
	dir := killedModule(t)
	artifacts := filepath.Join(dir, ".chaosrun")
	if err := os.Mkdir(artifacts, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", artifacts, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("NOT TESTED: a full disk, since no small file system can be mounted here: %v", err)
	}
	defer func() {
		if err := syscall.Unmount(artifacts, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	}()
	args := []string{"sweep", "-v", "-strategies", "random,pct", "-seeds", "1,2,3,4", "-schedules", "5000", "-shrink", "0", "-skip", "Deep|Early"}
	out, err := chaosrun(dir, args...).CombinedOutput()
	if err == nil || !strings.Contains(err.Error(), "exit status 2") || !strings.Contains(string(out), "cannot write to the campaign's journal: ") || !strings.Contains(string(out), "no space left on device") || !strings.Contains(string(out), "-resume") {
		t.Fatalf("%v\n%s", err, out)
	}
	before := readJournal(t, dir)
	made := 0
	for _, n := range before.runs {
		made += n
	}
	if made == 0 || made == 2*8*5000 {
		t.Fatalf("%d runs before the disk was full", made)
	}
	if err := syscall.Mount("tmpfs", artifacts, "tmpfs", syscall.MS_REMOUNT, "size=8m"); err != nil {
		t.Fatal(err)
	}
	out, err = chaosrun(dir, append(slices.Clone(args), "-resume")...).CombinedOutput()
	if err != nil || strings.Count(string(out), ", 40000 runs") != 2 {
		t.Fatalf("%v\n%s", err, out)
	}
	after := readJournal(t, dir)
	if len(after.twice) > 0 {
		t.Errorf("%d runs were made again", len(after.twice))
	}
}

// What is wrong with the machine is no result of a test.
func TestSweepNoTemporaryFolder(t *testing.T) {
	dir := killedModule(t)
	args := []string{"sweep", "-v", "-strategies", "random", "-schedules", "200", "-skip", "Deep|Early"}
	if out, err := chaosrun(dir, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := chaosrun(dir, append(slices.Clone(args), "-resume", "-schedules", "400")...)
	cmd.Env = append(os.Environ(), "GOTMPDIR="+t.TempDir(), "TMPDIR="+filepath.Join(dir, "gone"))
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(err.Error(), "exit status 2") || !strings.Contains(string(out), "no such file or directory") {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err := chaosrun(dir, append(slices.Clone(args), "-resume", "-schedules", "400")...).CombinedOutput(); err != nil || strings.Count(string(out), ", 400 runs") != 2 {
		t.Fatalf("%v\n%s", err, out)
	}
}
