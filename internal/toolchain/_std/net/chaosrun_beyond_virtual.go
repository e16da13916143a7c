package net

import (
	"chaosrun/engine"
	"syscall"
	_ "unsafe" // for go:linkname
)

// The machine's network, and what is on it that the in-memory network does not have. A test that fails for that
// is explored with -net real; the parent decides.

//go:linkname chaosReaches runtime.chaosReaches
func chaosReaches(how uint64)

// chaosUsesNet notes that there is a socket of the in-memory network.
func chaosUsesNet() { chaosReaches(engine.UsesNet) }

// chaosReadsControl notes that somebody may wait for control messages: none come from memory.
func chaosReadsControl(oob []byte) {
	if len(oob) > 0 {
		chaosReaches(engine.LacksNet)
	}
}

// chaosNameServer is the port at which names are looked up.
const chaosNameServer = 53

// chaosRefused is the error of a connection to an address at which no socket of the in-memory network listens.
// It notes whether the machine's network may have one there: on another host, or on this one, if it answers.
func chaosRefused(addr sockaddr) error {
	if ip, _, _, ok := chaosIPPort(addr); ok && !ip.IsLoopback() && !ip.IsUnspecified() || chaosAnswers(addr) {
		chaosReaches(engine.LacksNet)
	}
	return syscall.ECONNREFUSED
}

// chaosAnswers reports whether a server on this machine accepts connections at an address.
func chaosAnswers(addr sockaddr) bool {
	family := syscall.AF_INET6
	switch a := addr.(type) {
	case *TCPAddr:
		if a.IP.To4() != nil || len(a.IP) == 0 {
			family = syscall.AF_INET
		}
	case *UnixAddr:
		family = syscall.AF_UNIX
	default:
		return false
	}
	to, err := addr.sockaddr(family)
	if err != nil {
		return false
	}
	chaosQuiet(1)
	defer chaosQuiet(-1)
	fd, err := syscall.Socket(family, syscall.SOCK_STREAM, 0)
	if err != nil {
		return false
	}
	defer syscall.Close(fd)
	syscall.CloseOnExec(fd)
	// Who does not answer at once is not there.
	_ = syscall.SetsockoptTimeval(fd, syscall.SOL_SOCKET, syscall.SO_SNDTIMEO, &syscall.Timeval{Usec: 50_000})
	return syscall.Connect(fd, to) == nil
}
