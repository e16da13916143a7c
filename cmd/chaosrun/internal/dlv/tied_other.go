//go:build !linux

package dlv

import "syscall"

// tie would end a process when we die: this system cannot.
func tie(*syscall.SysProcAttr) {}
