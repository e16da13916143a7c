package engine

// Rand is SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
// Generators", 2014): eight bytes of state, good enough to draw schedules from.
type Rand struct{ state uint64 }

// Seed restarts the generator.
func (r *Rand) Seed(seed uint64) { r.state = seed }

// Uint64 returns the next number.
func (r *Rand) Uint64() uint64 {
	r.state += 0x9e3779b97f4a7c15
	return mix64(r.state)
}

// Intn returns a number in [0, n) for 0 < n < 1<<32, by multiplication (Lemire,
// "Fast Random Integer Generation in an Interval", 2019, without the rejection:
// its bias is below n/2^32).
func (r *Rand) Intn(n int) int {
	return int(r.Uint64() >> 32 * uint64(n) >> 32)
}

// RunSeed derives the seed of run i of a campaign.
func RunSeed(seed uint64, i uint64) uint64 { return mix64(mix64(seed) + i*0x9e3779b97f4a7c15) }

func mix64(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
