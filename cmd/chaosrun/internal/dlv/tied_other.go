//go:build !unix

package dlv

import "syscall"

func apart() *syscall.SysProcAttr { return nil }
