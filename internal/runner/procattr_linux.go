package runner

import "syscall"

// procAttr puts a worker into a process group of its own, and ends it when we die, however
// we die.
func procAttr() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
