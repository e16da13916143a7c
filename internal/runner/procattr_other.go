//go:build !linux

package runner

import "syscall"

// procAttr puts a worker into a process group of its own. When we die, it ends with its next
// report.
func procAttr() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
