package runtime

import "unsafe"

// chaosAddresses numbers addresses by first use: an open-addressing table, of which at most half is in use. The
// scheduler, too, may make the table grow, so nothing in it is a pointer.
type chaosAddresses struct {
	table uintptr // of chaosAddress
	size  uintptr
	used  uintptr // entries, also of objects that are gone
	next  uint32
}

type chaosAddress struct {
	addr uintptr
	id   uint32
}

func (o *chaosAddresses) at(i uintptr) *chaosAddress {
	return (*chaosAddress)(unsafe.Pointer(o.table + i&(o.size-1)*unsafe.Sizeof(chaosAddress{})))
}

const (
	chaosFreed        = 1 // takes the place of the address of an object that is gone
	chaosFewAddresses = 1 << 9
)

// number returns the number of an address.
func (o *chaosAddresses) number(p uintptr) int {
	if p == 0 {
		return 0
	}
	if 2*o.used >= o.size {
		o.grow()
	}
	e := o.entry(p)
	if e.addr == 0 {
		o.next++
		o.used++
		e.addr, e.id = p, o.next
	}
	return int(e.id)
}

// entry is where an address is, or would be.
func (o *chaosAddresses) entry(p uintptr) *chaosAddress {
	for i := uintptr(uint64(p) * 0x9e3779b97f4a7c15 >> 32); ; i++ {
		if e := o.at(i); e.addr == 0 || e.addr == p {
			return e
		}
	}
}

// grow makes room, without objects that are gone.
func (o *chaosAddresses) grow() {
	old := *o
	o.size, o.used = max(chaosFewAddresses, 2*old.size), 0
	o.table = uintptr(persistentalloc(o.size*unsafe.Sizeof(chaosAddress{}), 8, &memstats.other_sys))
	for i := range old.size {
		if e := old.at(i); e.addr > chaosFreed {
			*o.entry(e.addr) = *e
			o.used++
		}
	}
}

// forget begins anew.
func (o *chaosAddresses) forget() {
	for i := range o.size {
		o.at(i).addr = 0
	}
	o.used, o.next = 0, 0
}

// chaosPlaces are the places in the code that the recording names, as offsets from the start of the text segment.
//
//go:linkname chaosPlaces
func chaosPlaces() []uintptr {
	o := &chaosState.rec.places
	var all []uintptr
	for i := range o.size {
		if e := o.at(i); e.addr > 0 {
			all = append(all, e.addr-firstmoduledata.text)
		}
	}
	return all
}

// chaosMarked is called when the collector has marked everything that is in use. It forgets the addresses of the
// other objects: the next object at such an address is another one. So the numbers do not depend on when the
// collector runs.
func chaosMarked() {
	if !chaosState.rec.on {
		return
	}
	o := &chaosState.rec.objs
	for i := range o.size {
		if e := o.at(i); e.addr > chaosFreed && !chaosInUse(e.addr) {
			e.addr = chaosFreed
		}
	}
}

// chaosInUse reports whether the collector, which has marked everything that is in use, leaves what is at p.
func chaosInUse(p uintptr) bool {
	s := spanOf(p)
	switch {
	case s == nil:
		return true // a variable of the program
	case s.state.get() == mSpanInUse:
		return p >= s.base() && p < s.limit && s.markBitsForIndex(s.objIndex(p)).isMarked()
	}
	return s.state.get() == mSpanManual // a stack
}
