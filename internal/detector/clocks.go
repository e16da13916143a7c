package detector

// row returns the clock of a context, at least n entries of it.
func (d *Detector) row(c Context, n uint32) []uint32 {
	r := d.rows[uint32(c)*maxContexts : uint32(c+1)*maxContexts]
	for d.lens[c] < n {
		r[d.lens[c]] = 0
		d.lens[c]++
	}
	return r[:d.lens[c]]
}

// at is the entry of clock c for context of, which is 0 if c has not heard of it.
func (d *Detector) at(c, of Context) uint32 {
	if uint32(of) >= d.lens[c] {
		return 0
	}
	return d.rows[uint32(c)*maxContexts+uint32(of)]
}

// tick begins a new epoch of a context: what it does from now on is not what it has
// released.
func (d *Detector) tick(c Context) { d.rows[uint32(c)*(maxContexts+1)]++ }

// join lets context c know of all that clock v knows.
func (d *Detector) join(c Context, v []uint32) {
	r := d.row(c, uint32(len(v)))
	for i, k := range v {
		if k > r[i] {
			r[i] = k
		}
	}
}

// sync is a place by which contexts synchronize: a mutex, a slot of a channel's buffer, an
// atomic variable.
type sync struct {
	addr     uintptr
	gen      uint32
	off      uint32 // of its clock in the arena
	len, cap uint32
}

func (s *sync) clock(d *Detector) []uint32 { return d.arena[s.off : s.off+s.len] }

// find returns the place at addr, or nil if nothing was ever released there; with make, it
// is made, and nil means that the memory is used up.
func (d *Detector) find(addr uintptr, make bool) *sync {
	mask := uint64(len(d.syncs) - 1)
	for i := spread(addr); ; i++ {
		s := &d.syncs[i&mask]
		if s.gen != d.gen {
			if !make {
				return nil
			}
			if d.syncUsed >= len(d.syncs)*3/4 {
				d.Lost = true
				return nil
			}
			d.syncUsed++
			*s = sync{addr: addr, gen: d.gen}
			return s
		}
		if s.addr == addr {
			return s
		}
	}
}

func spread(addr uintptr) uint64 { return uint64(addr) * 0x9e3779b97f4a7c15 >> 32 }

// reserve makes room for n entries in the clock of s.
func (d *Detector) reserve(s *sync, n uint32) bool {
	if n <= s.cap {
		return true
	}
	want := max(2*s.cap, n, 4)
	if uint64(d.arenaTop)+uint64(want) > uint64(len(d.arena)) {
		d.Lost = true
		return false
	}
	copy(d.arena[d.arenaTop:], s.clock(d))
	s.off, s.cap = d.arenaTop, want
	d.arenaTop += want
	return true
}

// Acquire orders what was released at addr before what context c does next.
func (d *Detector) Acquire(c Context, addr uintptr) {
	if s := d.find(addr, false); s != nil {
		d.join(c, s.clock(d))
	}
}

// Release orders what context c has done before what acquires from addr, and forgets what
// was released there before.
func (d *Detector) Release(c Context, addr uintptr) {
	if s := d.find(addr, true); s != nil {
		d.store(s, d.row(c, 0))
		d.tick(c)
	}
}

func (d *Detector) store(s *sync, v []uint32) {
	if d.reserve(s, uint32(len(v))) {
		s.len = uint32(len(v))
		copy(s.clock(d), v)
	}
}

// ReleaseMerge is Release that does not forget.
func (d *Detector) ReleaseMerge(c Context, addr uintptr) {
	if s := d.find(addr, true); s != nil {
		d.merge(s, d.row(c, 0))
		d.tick(c)
	}
}

func (d *Detector) merge(s *sync, v []uint32) {
	if !d.reserve(s, uint32(len(v))) {
		return
	}
	for old := s.len; old < uint32(len(v)); old++ {
		d.arena[s.off+old] = 0
	}
	s.len = max(s.len, uint32(len(v)))
	r := s.clock(d)
	for i, k := range v {
		if k > r[i] {
			r[i] = k
		}
	}
}

// AcquireRelease is Acquire and ReleaseMerge in one: what a read-modify-write operation
// of an atomic variable does.
func (d *Detector) AcquireRelease(c Context, addr uintptr) {
	d.Acquire(c, addr)
	d.ReleaseMerge(c, addr)
}

// ReleaseAcquire is Release, and Acquire of what was there before it: what a slot of a
// channel's buffer does.
func (d *Detector) ReleaseAcquire(c Context, addr uintptr) {
	s := d.find(addr, true)
	if s == nil {
		return
	}
	// The entries are exchanged one by one: c learns what s had, s gets what c had.
	n := max(s.len, d.lens[c])
	if !d.reserve(s, n) {
		return
	}
	r := d.row(c, n)
	had := s.len
	s.len = n
	v := s.clock(d)
	for i := range v {
		old := v[i]
		if uint32(i) >= had {
			old = 0
		}
		v[i] = r[i]
		if old > r[i] {
			r[i] = old
		}
	}
	d.tick(c)
}
