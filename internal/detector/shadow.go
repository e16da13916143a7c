package detector

// shadow holds what is known of every word of memory: the accesses to it that a later one
// could still race with.
type shadow struct {
	words []word
	used  int
	nodes []node
	top   uint32 // nodes[1:top] have been used
	free  uint32 // list of nodes that are free again
	// filter has a bit for each page that may have words, so that memory that is allocated
	// can nearly always be passed over.
	filter []uint64
}

// word is the accesses to one aligned word.
type word struct {
	key  uintptr // address / 8
	gen  uint32
	head uint32 // first node, or 0
}

// node is an access.
type node struct {
	clock uint32 // of its context
	step  uint32
	next  uint32
	ctx   uint16
	mask  uint8 // bytes of the word
	flags uint8
}

const (
	isWrite = 1 << iota
	isAtomic
)

const pageShift = 12 - 3 // of a word's key

func (s *shadow) begin() {
	s.used, s.top, s.free = 0, 1, 0
	clear(s.filter)
}

// bit is where the filter says whether there are words of a page.
func (s *shadow) bit(page uintptr) (*uint64, uint64) {
	h := spread(page)
	return &s.filter[h>>6&uint64(len(s.filter)-1)], 1 << (h & 63)
}

// word returns the entry of a word, or nil if there is none; with make, it is made, and
// nil means that the memory is used up.
func (d *Detector) word(key uintptr, make bool) *word {
	s := &d.shadow
	mask := uint64(len(s.words) - 1)
	for i := spread(key); ; i++ {
		w := &s.words[i&mask]
		if w.gen != d.gen {
			if !make {
				return nil
			}
			if s.used >= len(s.words)*3/4 {
				d.Lost = true
				return nil
			}
			s.used++
			*w = word{key: key, gen: d.gen}
			f, b := s.bit(key >> pageShift)
			*f |= b
			return w
		}
		if w.key == key {
			return w
		}
	}
}

func (s *shadow) node() uint32 {
	if n := s.free; n != 0 {
		s.free = s.nodes[n].next
		return n
	}
	if int(s.top) == len(s.nodes) {
		return 0
	}
	s.top++
	return s.top - 1
}

func (d *Detector) access(c Context, key uintptr, mask uint8, a Access) {
	w := d.word(key, true)
	if w == nil {
		return
	}
	s := &d.shadow
	var flags uint8
	if a.Write {
		flags |= isWrite
	}
	if a.Atomic {
		flags |= isAtomic
	}
	for link := &w.head; *link != 0; {
		at := *link
		n := &s.nodes[at]
		ordered := Context(n.ctx) == c || d.at(c, Context(n.ctx)) >= n.clock
		if !ordered && n.mask&mask != 0 && (n.flags|flags)&isWrite != 0 && n.flags&flags&isAtomic == 0 {
			d.race(n, a)
		}
		// An earlier access can be forgotten if whatever races with it races with this one
		// too: this one comes after it, is of the same bytes and conflicts with as much.
		if ordered && n.mask&^mask == 0 && n.flags&isWrite&^flags == 0 && flags&isAtomic&^n.flags == 0 {
			*link = n.next
			n.next = s.free
			s.free = at
			continue
		}
		link = &n.next
	}
	at := s.node()
	if at == 0 {
		d.Lost = true
		return
	}
	s.nodes[at] = node{d.at(c, c), a.Step, w.head, uint16(c), mask, flags}
	w.head = at
}

// Forget says that size bytes from addr on are fresh: they have just been allocated.
func (d *Detector) Forget(addr, size uintptr) {
	if d.gen == 0 || d.shadow.used == 0 {
		return
	}
	end := (addr + size + 7) >> 3
	for key := addr >> 3; key < end; {
		next := min((key>>pageShift+1)<<pageShift, end)
		if f, b := d.shadow.bit(key >> pageShift); *f&b != 0 {
			for ; key < next; key++ {
				d.forget(key)
			}
		}
		key = next
	}
}

func (d *Detector) forget(key uintptr) {
	w := d.word(key, false)
	if w == nil || w.head == 0 {
		return
	}
	s := &d.shadow
	last := w.head
	for s.nodes[last].next != 0 {
		last = s.nodes[last].next
	}
	s.nodes[last].next = s.free
	s.free, w.head = w.head, 0
}
