package faults

import (
	"errors"
	"slices"
	"strings"
)

// The kinds of actions that only points without markers have.
const (
	Refused   = "refused"   // the connection is refused
	Reset     = "reset"     // the connection is reset, on both sides
	HalfClose = "halfclose" // the sending side of the connection is shut down
	Drop      = "drop"      // the packet is lost
	Partition = "partition" // nothing goes through, either way, until healed or for a time
	Short     = "short"     // less is read or written than was asked for
	NotFound  = "notfound"  // there is no such host
	Timeout   = "timeout"   // the name server does not answer
	Full      = "enospc"    // no space is left on the device
	Broken    = "eio"       // the device fails
	Jump      = "jump"      // the wall clock is set
)

// The points that a test has without markers.
const (
	Net        = "net"         // all of the network
	NetConnect = "net/connect" // a stream is about to be connected
	NetWrite   = "net/write"   // a stream is written to; a delay is that of the data
	NetRead    = "net/read"    // a stream is read from
	NetPacket  = "net/packet"  // a datagram is sent
	NetLookup  = "net/lookup"  // a host's name is looked up
	FileOpen   = "file/open"
	FileRead   = "file/read"
	FileWrite  = "file/write"
	FileSync   = "file/sync"
	Clock      = "clock" // the time is asked for
)

// builtins are the points, and the actions that each has.
var builtins = [...]struct {
	point string
	kinds []string
}{
	{Net, []string{Partition, Sleep, Pause}},
	{NetConnect, []string{Refused, Sleep, Pause}},
	{NetWrite, []string{Reset, HalfClose, Sleep, Pause}},
	{NetRead, []string{Short, Sleep}},
	{NetPacket, []string{Drop, Sleep, Pause}},
	{NetLookup, []string{NotFound, Timeout, Sleep}},
	{FileOpen, []string{Full, Broken, Sleep}},
	{FileRead, []string{Broken, Short, Sleep}},
	{FileWrite, []string{Full, Broken, Short, Sleep}},
	{FileSync, []string{Full, Broken, Sleep}},
	{Clock, []string{Jump}},
}

func kindsOf(point string) []string {
	for _, b := range builtins {
		if b.point == point {
			return b.kinds
		}
	}
	return nil
}

// Builtin reports whether the rule is for a point that needs no marker.
func (r *Rule) Builtin() bool { return kindsOf(r.Point) != nil }

// OfNet reports whether the rule is for a point of the virtual network.
func (r *Rule) OfNet() bool {
	return r.Builtin() && (r.Point == Net || strings.HasPrefix(r.Point, Net+"/"))
}

// builtinKind reports whether some point has the action.
func builtinKind(kind string) bool {
	for _, b := range builtins {
		if slices.Contains(b.kinds, kind) {
			return true
		}
	}
	return false
}

// ofAll reports whether a rule for all of the network is one for that point of it.
func ofAll(point string) bool {
	switch point {
	case NetConnect, NetWrite, NetPacket:
		return true
	}
	return false
}

// fits reports an error if the point does not have the action, or no other end to name.
func (r *Rule) fits() error {
	kinds := kindsOf(r.Point)
	if kinds == nil {
		if r.Kind != Sleep && r.Kind != Pause && builtinKind(r.Kind) {
			var of []string
			for _, b := range builtins {
				if slices.Contains(b.kinds, r.Kind) {
					of = append(of, b.point)
				}
			}
			return errors.New(r.Kind + " is for " + strings.Join(of, ", "))
		}
		if r.From != "" || r.To != "" {
			return errors.New("only points of the network and of files are followed by brackets")
		}
		return nil
	}
	if !slices.Contains(kinds, r.Kind) {
		return errors.New(r.Point + " has " + strings.Join(kinds, ", "))
	}
	switch {
	case r.Point == Clock && r.From+r.To != "":
		return errors.New("the clock is not of anything")
	case r.From != "" && (!r.OfNet() || r.Point == NetLookup):
		return errors.New("what stands in the brackets is one path or name")
	case r.Kind == Jump && r.Sleep == 0 && r.Upto == 0:
		return never("a jump of 0")
	}
	return nil
}
