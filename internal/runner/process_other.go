//go:build !linux

package runner

import "syscall"

// tie does nothing here: when we die, a worker ends with its next report.
func tie(*syscall.SysProcAttr) {}

func isStopped(int) bool { return false }

// useOf knows nothing here: a process that a busy machine keeps from running seems to hang.
func useOf(int) use { return use{} }
