package faults

// Where this package is not injected there is no run, and so no fault.

var (
	draw       = func(n uint32) (uint32, bool) { return 0, false }
	controlled = func() bool { return false }
	pick       = func(n uint32) (uint32, bool) { return 0, false }
	point      = func(r *Rule) {}
	mark       = func(name string) {}
	first      = func(key uint64) bool { return false }
	tell       = func(line string) {}
	quiet      = func(d int32) {}
	awake      = func() bool { return false }
	jump       = func(d, skew int64, skewed bool) bool { return false }
)
