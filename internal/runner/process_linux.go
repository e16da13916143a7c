package runner

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// tie ends a process when the thread that starts it ends, and so when we die, however we die.
func tie(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGKILL }

// isStopped reports whether a signal has stopped a process, and none has continued it.
func isStopped(pid int) bool { return stateOf(fmt.Sprintf("/proc/%d", pid)) == 'T' }

// stateOf is the state of a process or thread, of proc_pid_stat(5), or 0 if it is gone.
func stateOf(folder string) byte {
	stat, err := os.ReadFile(filepath.Join(folder, "stat"))
	_, state, ok := bytes.Cut(stat[bytes.LastIndexByte(stat, ')')+1:], []byte(" "))
	if err != nil || !ok || len(state) == 0 {
		return 0
	}
	return state[0]
}

// useOf is what the threads of a process have used. A kernel without schedstat does not tell.
func useOf(pid int) use {
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*", pid))
	u := use{ok: err == nil && len(threads) > 0}
	for _, t := range threads {
		b, err := os.ReadFile(filepath.Join(t, "schedstat"))
		var cpu, queued time.Duration
		if _, bad := fmt.Sscan(string(b), &cpu, &queued); err != nil || bad != nil {
			u.ok = u.ok && os.IsNotExist(err) // the thread has ended
			continue
		}
		u.cpu, u.queued, u.disk = u.cpu+cpu, u.queued+queued, u.disk || stateOf(t) == 'D'
	}
	return u
}
