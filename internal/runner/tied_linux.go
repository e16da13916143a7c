package runner

import "syscall"

// tie ends a process when the thread that starts it ends, and so when we die, however we die.
func tie(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGKILL }
