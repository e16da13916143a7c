package atomics

import "sync/atomic"

// Meter counts requests and their bytes. The zero value counts from 0.
type Meter struct {
	requests atomic.Int64
	bytes    atomic.Int64
	open     atomic.Int64
}

// Begin counts a request that begins.
func (m *Meter) Begin() {
	m.requests.Add(1) // one step: nobody's addition is lost
	m.open.Add(1)
}

// End counts a request that has ended, with its bytes.
func (m *Meter) End(bytes int64) {
	m.bytes.Add(bytes)
	m.open.Add(-1)
}

// Requests returns how many requests have begun.
func (m *Meter) Requests() int64 { return m.requests.Load() }

// Bytes returns the bytes of all requests that have ended.
func (m *Meter) Bytes() int64 { return m.bytes.Load() }

// Open returns how many requests have begun and not ended.
func (m *Meter) Open() int64 { return m.open.Load() }
