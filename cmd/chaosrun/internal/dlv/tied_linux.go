package dlv

import "syscall"

// apart makes a process one that we end, however we die, and that an interrupt at the terminal does not
// reach.
func apart() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
