package testing

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	_ "unsafe" // for go:linkname
)

// Each run begins with the files that there were when the first one began: what init and
// TestMain wrote is part of them, and what a run wrote is taken back before the next. This
// process alone sees it: it has overlays on the folders (see package syscall), or where the
// system has none for us it runs in a copy of the package's folder.

// chaosView is what this process may write to, and the working directory at the first run.
var chaosView struct {
	trees []*chaosTree
	dir   string
	fd    int    // through which trees are reached
	runs  int    // that have begun, up to two
	calls uint64 // system calls of runs when this was put right
}

func init() {
	spec, ok := syscall.Getenv("CHAOSRUN_VIEW")
	if !ok {
		return
	}
	syscall.Unsetenv("CHAOSRUN_VIEW") // it is not for the processes that the test starts
	l := strings.Split(spec, "\n")
	switch {
	case l[0] == "copy" && len(l) == 5:
		chaosView.trees = []*chaosTree{
			{seen: l[2], written: l[2], below: l[1], store: l[4], whole: true},
			{seen: l[3], written: l[3], store: l[4], whole: true, temp: []string{}},
		}
	case l[0] == "mounted" && len(l) > 3:
		fd, err := strconv.Atoi(l[1])
		if err != nil {
			return
		}
		syscall.CloseOnExec(fd)
		chaosView.fd = fd
		base := "/proc/self/fd/" + l[1]
		for _, root := range l[3:] {
			root, ok := strings.CutPrefix(root, "+")
			if !ok {
				continue
			}
			id := strconv.Itoa(len(chaosView.trees))
			t := &chaosTree{seen: root, written: base + "/u" + id, below: base + "/l" + id, store: base + "/first"}
			if way, ok := strings.CutPrefix(l[2], root+"/"); ok {
				t.temp = strings.Split(way, "/")
			}
			chaosView.trees = append(chaosView.trees, t)
		}
	}
}

//go:linkname chaosSysCalls runtime.chaosSysCalls
func chaosSysCalls() uint64

// chaosViewStart comes before each run.
func chaosViewStart() {
	v := &chaosView
	calls := chaosSysCalls()
	if v.trees == nil || v.runs == 2 && v.calls == calls {
		return
	}
	v.calls = calls
	var err error
	switch v.runs {
	case 0:
		v.dir, err = syscall.Getwd()
		for _, t := range v.trees {
			if err == nil {
				err = t.begin()
			}
		}
	case 1:
		err = chaosAfterWarmUp()
	default:
		for _, t := range v.trees {
			if err == nil && !t.untouched() {
				err = t.reset(false)
			}
		}
	}
	v.runs = min(v.runs+1, 2)
	if err != nil {
		fmt.Fprintln(os.Stderr, "chaosrun: cannot put files back to what they were:", err)
		os.Exit(2)
	}
	if dir, err := syscall.Getwd(); err != nil || dir != v.dir {
		_ = os.Chdir(v.dir) // if it is gone, the process holds on to that
	}
}

// chaosAfterWarmUp takes back what the first run of the process wrote, but not what the process
// holds on to from now on, as a database that is opened once.
func chaosAfterWarmUp() error {
	for _, t := range chaosView.trees {
		if t.untouched() {
			continue
		}
		held := chaosHeld()
		if len(held) > 0 {
			// A file that nothing refers to any more is not held: the collector closes it.
			runtime.GC()
			chaosFinalizers(chaosClosePatience)
			held = chaosHeld()
		}
		t.keep(held)
		if err := t.reset(true); err != nil {
			return err
		}
	}
	return nil
}

// chaosClosePatience is how long finalizers may take after the first run of the process, in
// nanoseconds, to close what that has left open. A file that is closed later counts as held, and a
// run that makes a file of the same name fails then.
const chaosClosePatience = 2_000_000_000

// chaosMadeUp reports whether there is a number in the name that is as long as nearly all of
// those that os.MkdirTemp and os.CreateTemp choose.
func chaosMadeUp(name string) bool {
	digits := 0
	for _, c := range []byte(name) {
		if c < '0' || '9' < c {
			digits = 0
		} else if digits++; digits == 7 {
			return true
		}
	}
	return false
}
