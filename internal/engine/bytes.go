package engine

// Bytes decides by a string of bytes that somebody else has made up, such as a fuzzer: each
// choice takes the next byte, or as many as its options need. When they are used up, every
// choice is the plain one, as in the schedule without preemptions.
type Bytes struct {
	bytes []uint32
	rest  []uint32 // of bytes in this run
	wait  patience
}

// Load takes the bytes, one in each number.
func (b *Bytes) Load(bytes []uint32) { b.bytes = bytes }

// Begin implements [Strategy].
func (b *Bytes) Begin(uint64) {
	b.rest = b.bytes
	b.wait.begin()
}

// Pick implements [Strategy].
func (b *Bytes) Pick(e *Engine, n int) int {
	long := b.wait.over(e)
	if len(b.rest) == 0 && long {
		return 1
	}
	return b.next(n)
}

// Value implements [Strategy].
func (b *Bytes) Value(_ *Engine, n int) int { return b.next(n) }

func (b *Bytes) next(n int) int {
	var v uint64
	for most := uint64(1); most < uint64(n) && len(b.rest) > 0; most <<= 8 {
		v = v<<8 | uint64(b.rest[0]&0xff)
		b.rest = b.rest[1:]
	}
	return int(v % uint64(n))
}

// Fair implements [Strategy].
func (b *Bytes) Fair() bool { return false }
