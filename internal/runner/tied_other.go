//go:build !linux

package runner

import "syscall"

// tie does nothing here: when we die, a worker ends with its next report.
func tie(*syscall.SysProcAttr) {}
