//go:build unix

package runner

import (
	"os"
	"syscall"
	"unsafe"
)

// ownGroup makes a process the first of a process group.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// killGroup ends the processes of a group.
func killGroup(pid int) { _ = syscall.Kill(-pid, syscall.SIGKILL) }

// printStacks makes the runtime of a process print the stacks of its goroutines and end it.
func printStacks(pid int) { _ = syscall.Kill(pid, syscall.SIGQUIT) }

// wasKilled reports whether a process was ended and did not end itself.
func wasKilled(s *os.ProcessState) bool {
	ws, ok := s.Sys().(syscall.WaitStatus)
	return ok && ws.Signaled() && ws.Signal() == syscall.SIGKILL
}

// mapPage maps a file that the worker maps, too.
func mapPage(f *os.File) (*page, error) {
	mem, err := syscall.Mmap(int(f.Fd()), 0, pageSize, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	return (*page)(unsafe.Pointer(&mem[0])), nil
}

func (p *page) unmap() { _ = syscall.Munmap((*[pageSize]byte)(unsafe.Pointer(p))[:]) }
