package fuzz

// repeat spares the work of confirming failures of one kind that turn out, again and again, to
// be those that are known: each time it does, half as many of those to come are confirmed.
type repeat struct {
	known uint // confirmed in a row that were known
	wait  int  // failing runs that are not confirmed
}

// maxWait is the most failing runs that are passed over, as a power of two.
const maxWait = 4

// due reports whether the next failing run is to be confirmed.
func (r *repeat) due() bool {
	if r.wait > 0 {
		r.wait--
		return false
	}
	return true
}

// again says that one was known.
func (r *repeat) again() {
	r.known = min(r.known+1, maxWait)
	r.wait = 1<<r.known - 1
}
