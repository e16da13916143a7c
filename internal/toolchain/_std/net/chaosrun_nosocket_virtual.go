//go:build !linux

package net

import (
	"sync"
	"syscall"
)

// A chaosSocket would be the descriptor of a socket. Here nobody gets one, and options are
// taken and forgotten.
type chaosSocket struct {
	mu, sending sync.Mutex
	fd, users   int
	open        uint32
	holders     int32
	inode       uint64
}

const chaosReusePort = syscall.SO_REUSEADDR

func (s *chaosSocket) set(option, value int) error                       { return nil }
func (s *chaosSocket) close()                                            {}
func (s *chaosSocket) release()                                          {}
func (s *chaosSocket) descriptor(*netFD, bool) (int, error)              { return 0, syscall.ENOTSUP }
func (s *chaosSocket) describe(*netFD)                                   {}
func (s *chaosSocket) connect(*netFD) error                              { return syscall.ENOTSUP }
func (s *chaosSocket) show([]byte, bool) int                             { return 0 }
func (s *chaosSocket) showFrom([]byte, sockaddr) bool                    { return false }
func (s *chaosSocket) hide(int, bool) int                                { return 0 }
func (s *chaosSocket) end(bool)                                          {}
func (s *chaosSocket) take(*netFD, []byte, bool) (n int, some, end bool) { return 0, false, false }
