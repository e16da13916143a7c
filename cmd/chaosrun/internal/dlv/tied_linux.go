package dlv

import "syscall"

// tie ends a process when we die, however we die.
func tie(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGKILL }
