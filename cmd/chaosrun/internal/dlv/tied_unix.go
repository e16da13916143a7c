//go:build unix && !linux

package dlv

import "syscall"

// apart makes a process one that an interrupt at the terminal does not reach. This system does not end
// it when we die.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
