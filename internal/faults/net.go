package faults

import (
	"time"
	_ "unsafe" // for go:linkname
)

// What can happen to the virtual network. Which side of a connection is which, is told by the
// address, or by the part of the test that made the socket.

// End is one end of a connection.
type End struct {
	Part uint32                       // of the test
	Addr interface{ String() string } // nil if it has none
}

// parts are the names of the parts of the run, in the order in which they were first used;
// part 0 has no name.
var parts []string

// Part is the number of a part of the test, from 1.
//
//go:linkname Part
func Part(name string) uint32 {
	for i, p := range parts {
		if p == name {
			return uint32(i) + 1
		}
	}
	parts = append(parts, name)
	return uint32(len(parts))
}

// named reports whether a plan's word stands for the end: its part, its address, or one half
// of that, the host or a colon and the port.
func (e End) named(word string) bool {
	if word == "" || e.Part != 0 && parts[e.Part-1] == word {
		return true
	}
	if e.Addr == nil {
		return false
	}
	addr := e.Addr.String()
	if addr == word {
		return true
	}
	for i := len(addr) - 1; i >= 0; i-- {
		if addr[i] == ':' {
			return addr[i:] == word || addr[:i] == word
		}
	}
	return false
}

// between reports whether the rule is of what goes from one end to the other.
func (r *Rule) between(from, to End) bool {
	return from.named(r.From) && to.named(r.To) ||
		r.Kind == Partition && from.named(r.To) && to.named(r.From)
}

// Happens returns what happens now at a point of the network to what goes from one end to the
// other, or nil.
func Happens(point string, from, to End) *Rule {
	if listing {
		report("seen", point)
	}
	if len(planned) == 0 || !controlled() {
		return nil
	}
	for i := range planned {
		r := &planned[i]
		if r.Point != point && (r.Point != Net || !ofAll(point)) || !r.between(from, to) {
			continue
		}
		if listing {
			report("seen", r.Point)
		}
		if r.holds() || r.choose() {
			return r
		}
	}
	return nil
}

// holds reports whether the rule is a partition that is in force.
func (r *Rule) holds() bool {
	if r.cut && !r.until.IsZero() && time.Until(r.until) <= 0 {
		r.cut = false
	}
	return r.cut
}

// begins is called when the rule fires.
func (r *Rule) begins() {
	if r.Kind != Partition {
		return
	}
	r.cut, r.until = true, time.Time{}
	if d := r.Delay(); d > 0 {
		r.until = time.Now().Add(d)
	}
}

// Delay is how long a Sleep or a Partition takes this time, and how far a Jump goes: a choice,
// if it is a range.
func (r *Rule) Delay() time.Duration {
	if r.Upto <= r.Sleep {
		return r.Sleep
	}
	const parts = 16
	k, _ := pick(parts + 1)
	return r.Sleep + (r.Upto-r.Sleep)*time.Duration(k)/parts
}

// Healed is closed when a pause or a partition may be over; it is nil if it is over.
func (r *Rule) Healed() <-chan struct{} {
	if r.healed || over || r.Kind == Partition && !r.holds() {
		return nil
	}
	if paused == nil {
		paused = make(chan struct{})
	}
	return paused
}

// Until is when a partition ends by itself, or zero.
func (r *Rule) Until() time.Time { return r.until }
