//go:build chaosrun

package atomics

// loadStore uses atomic variables, but not atomically: it loads, adds, and stores. An
// addition between the two is overwritten.
type loadStore struct{ Meter }

func (m *loadStore) End(bytes int64) {
	m.bytes.Store(m.bytes.Load() + bytes)
	m.open.Add(-1)
}
