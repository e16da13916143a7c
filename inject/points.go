package inject

import (
	"time"

	"github.com/chaosrun/chaosrun/internal/faults"
	"github.com/chaosrun/chaosrun/internal/tape"
)

// The points that a test has without markers.
const (
	Net        = faults.Net        // all of the virtual network: Partition, Sleep, Pause
	NetConnect = faults.NetConnect // a stream is about to be connected: Refused, Sleep, Pause
	NetWrite   = faults.NetWrite   // a stream is written to: Reset, HalfClose; Sleep and Pause delay the data, and not the writer
	NetRead    = faults.NetRead    // a stream is read from: Short; Sleep makes a slow reader
	NetPacket  = faults.NetPacket  // a datagram is sent: Drop; Sleep and Pause delay it
	NetLookup  = faults.NetLookup  // a host is looked up by its name: NotFound, Timeout, Sleep

	FileOpen  = faults.FileOpen  // a file is opened or made: NoSpace, IOError, Sleep
	FileRead  = faults.FileRead  // IOError, Short, Sleep
	FileWrite = faults.FileWrite // NoSpace, IOError, Short, Sleep
	FileSync  = faults.FileSync  // NoSpace, IOError, Sleep

	Clock = faults.Clock // the time is asked for: Jump
)

// Refused refuses a connection, at [NetConnect].
func Refused() Action { return Action{faults.Rule{Kind: faults.Refused}} }

// Reset resets a connection, on both sides, at [NetWrite]: what was sent and not yet read is
// lost.
func Reset() Action { return Action{faults.Rule{Kind: faults.Reset}} }

// HalfClose shuts down the sending side of a connection, at [NetWrite]: the write and all
// after it fail, the peer reads what was sent before and then the end, and what the peer
// sends arrives as ever.
func HalfClose() Action { return Action{faults.Rule{Kind: faults.HalfClose}} }

// Drop loses a datagram, at [NetPacket].
func Drop() Action { return Action{faults.Rule{Kind: faults.Drop}} }

// Partition begins a time in which nothing goes through between the ends that the plan names,
// at [Net]: connections are not made, datagrams are lost, and what is written to streams
// arrives when it is over. It lasts from min to max of virtual time, a choice; with 0, 0 until
// [Heal]. Then it may happen again.
func Partition(min, max time.Duration) Action {
	return Action{faults.Rule{Kind: faults.Partition, Sleep: min, Upto: max}}
}

// Short lets a read or write do less than it is asked for: a read from a stream returns one
// byte, one of a file half of what it could, and a write to a file writes half and fails with
// ENOSPC.
func Short() Action { return Action{faults.Rule{Kind: faults.Short}} }

// NotFound says that there is no such host, at [NetLookup].
func NotFound() Action { return Action{faults.Rule{Kind: faults.NotFound}} }

// Timeout says that the name server does not answer, at [NetLookup].
func Timeout() Action { return Action{faults.Rule{Kind: faults.Timeout}} }

// NoSpace is the error ENOSPC, at points of files.
func NoSpace() Action { return Action{faults.Rule{Kind: faults.Full}} }

// IOError is the error EIO, at points of files.
func IOError() Action { return Action{faults.Rule{Kind: faults.Broken}} }

// Jump sets the wall clock by a time from min to max, a choice, at [Clock]; see
// fakeclock.Jump.
func Jump(min, max time.Duration) Action {
	return Action{faults.Rule{Kind: faults.Jump, Sleep: min, Upto: max}}
}

// InPart calls f as a part of the test that plans can name: sockets that f makes, and those
// of the goroutines that it starts, are ends of the network that belong to the part. What a
// listener accepts belongs to the part of the listener. Outside control it just calls f. It
// is safe for concurrent use.
func InPart(name string, f func()) { tape.InPart(name, f) }
