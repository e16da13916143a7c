//go:build !linux

package net

import (
	"sync"
	"sync/atomic"
	"syscall"
)

// A chaosSocket would be the descriptor of a socket. Here nobody gets one, and of the options
// only the time to linger matters.
type chaosSocket struct {
	mu, sending sync.Mutex
	fd, users   int
	open        uint32
	holders     int32
	inode       uint64
	resets      atomic.Bool
}

const chaosReusePort = syscall.SO_REUSEADDR

func (s *chaosSocket) set(option, value int) error {
	if option == chaosLinger {
		s.resets.Store(value == 0)
	}
	return nil
}

// abrupt reports whether closing the socket resets the connection: its time to linger is 0.
func (s *chaosSocket) abrupt() bool { return s.resets.Load() }

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
