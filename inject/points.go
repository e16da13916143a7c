package inject

import (
	"time"

	"github.com/chaosrun/chaosrun/internal/faults"
	"github.com/chaosrun/chaosrun/internal/tape"
)

// The points that exist without markers.
const (
	Net        = faults.Net        // the whole virtual network: Partition, Sleep, Pause
	NetConnect = faults.NetConnect // connecting a stream: Refused, Sleep, Pause
	NetWrite   = faults.NetWrite   // writing to a stream: Reset, HalfClose; Sleep and Pause delay the data, and not the writer
	NetRead    = faults.NetRead    // reading from a stream: Short; Sleep makes a slow reader
	NetPacket  = faults.NetPacket  // sending a datagram: Drop; Sleep and Pause delay it
	NetLookup  = faults.NetLookup  // looking up a host name: NotFound, Timeout, Sleep

	FileOpen  = faults.FileOpen  // opening or creating a file: NoSpace, IOError, Sleep
	FileRead  = faults.FileRead  // reading from a file: IOError, Short, Sleep
	FileWrite = faults.FileWrite // writing to a file: NoSpace, IOError, Short, Sleep
	FileSync  = faults.FileSync  // syncing a file: NoSpace, IOError, Sleep

	Clock = faults.Clock // reading the time: Jump
)

// Refused refuses a connection, at [NetConnect].
func Refused() Action { return Action{faults.Rule{Kind: faults.Refused}} }

// Reset resets a connection on both sides, at [NetWrite]. Data that was sent and not yet read is
// lost.
func Reset() Action { return Action{faults.Rule{Kind: faults.Reset}} }

// HalfClose shuts down the sending side of a connection, at [NetWrite]. This write and all later
// ones fail. The peer reads the data that was sent before, and then the end of the stream. Data
// from the peer still arrives.
func HalfClose() Action { return Action{faults.Rule{Kind: faults.HalfClose}} }

// Drop loses a datagram, at [NetPacket].
func Drop() Action { return Action{faults.Rule{Kind: faults.Drop}} }

// Partition separates the ends that the plan names, at [Net]. During the partition no connection
// can be made, datagrams are lost, and data written to streams arrives only when the partition
// ends. The partition lasts for a virtual time from min to max, which is a choice. If both are 0,
// the partition lasts until [Heal]. After its end it may happen again.
func Partition(min, max time.Duration) Action {
	return Action{faults.Rule{Kind: faults.Partition, Sleep: min, Upto: max}}
}

// Short makes a read or write transfer less than requested. A read from a stream returns one byte.
// A read from a file returns half of the data. A write to a file writes half and fails with
// ENOSPC.
func Short() Action { return Action{faults.Rule{Kind: faults.Short}} }

// NotFound makes a lookup fail because the host does not exist, at [NetLookup].
func NotFound() Action { return Action{faults.Rule{Kind: faults.NotFound}} }

// Timeout makes a lookup fail because the name server does not answer, at [NetLookup].
func Timeout() Action { return Action{faults.Rule{Kind: faults.Timeout}} }

// NoSpace fails with ENOSPC, at points of files.
func NoSpace() Action { return Action{faults.Rule{Kind: faults.Full}} }

// IOError fails with EIO, at points of files.
func IOError() Action { return Action{faults.Rule{Kind: faults.Broken}} }

// Jump moves the wall clock by a time from min to max, which is a choice, at [Clock]. See
// fakeclock.Jump.
func Jump(min, max time.Duration) Action {
	return Action{faults.Rule{Kind: faults.Jump, Sleep: min, Upto: max}}
}

// InPart calls f as a part of the test that plans can name. Sockets that f makes belong to the
// part, and so do the sockets of the goroutines that f starts. A connection that a listener
// accepts belongs to the listener's part. Outside control InPart only calls f. It is safe for
// concurrent use.
func InPart(name string, f func()) { tape.InPart(name, f) }
