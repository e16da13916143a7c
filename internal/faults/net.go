package faults

import (
	"errors"
	"strings"
	"time"
)

// The kinds of actions that only the network has.
const (
	Refused = "refused" // the connection is refused
	Reset   = "reset"   // the connection is reset, on both sides
	Drop    = "drop"    // the packet is lost
)

// The points of the virtual network.
const (
	NetConnect = "net/connect" // a stream is about to be connected
	NetWrite   = "net/write"   // a stream is written to; a delay is that of the data
	NetPacket  = "net/packet"  // a datagram is sent
)

// netKinds are the actions that each point of the network has.
var netKinds = [...]struct {
	point string
	kinds []string
}{
	{NetConnect, []string{Refused, Sleep, Pause}},
	{NetWrite, []string{Reset, Sleep, Pause}},
	{NetPacket, []string{Drop, Sleep, Pause}},
}

// OfNet reports whether the rule is for a point of the network.
func (r *Rule) OfNet() bool { return strings.HasPrefix(r.Point, "net/") && r.netKinds() != nil }

func (r *Rule) netKinds() []string {
	for _, n := range netKinds {
		if n.point == r.Point {
			return n.kinds
		}
	}
	return nil
}

// fits reports an error if the point does not have the action.
func (r *Rule) fits() error {
	kinds := r.netKinds()
	if kinds == nil {
		if r.Kind == Refused || r.Kind == Reset || r.Kind == Drop {
			return errors.New(r.Kind + " is for " + NetConnect + ", " + NetWrite + " or " + NetPacket)
		}
		return nil
	}
	for _, k := range kinds {
		if k == r.Kind {
			return nil
		}
	}
	return errors.New(r.Point + " has " + strings.Join(kinds, ", "))
}

// Happens returns what happens now at a point of the network, or nil.
func Happens(point string) *Rule {
	if listing {
		report("seen", point)
	}
	return fires(point)
}

// Delay is how long a Sleep takes this time: a choice, if it is a range.
func (r *Rule) Delay() time.Duration {
	if r.Upto <= r.Sleep {
		return r.Sleep
	}
	const parts = 16
	k, _ := pick(parts + 1)
	return r.Sleep + (r.Upto-r.Sleep)*time.Duration(k)/parts
}

// Healed is closed when a pause may be over; it is nil if it is over.
func (r *Rule) Healed() <-chan struct{} {
	if r.healed || over {
		return nil
	}
	if paused == nil {
		paused = make(chan struct{})
	}
	return paused
}
