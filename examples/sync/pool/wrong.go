//go:build chaosrun

package pool

import (
	"bytes"
	"sync"
	"sync/atomic"
)

// stale does not empty the buffer: what the last one wrote is still there.
type stale struct{ buffers sync.Pool }

func (r *stale) Render(write func(*bytes.Buffer)) string {
	buf, ok := r.buffers.Get().(*bytes.Buffer)
	if !ok {
		buf = new(bytes.Buffer)
	}
	defer r.buffers.Put(buf)
	write(buf)
	return buf.String()
}

// early gives the buffer back as soon as it is written, and then reads it.
type early struct {
	buffers sync.Pool
	served  atomic.Int64
}

func (r *early) Render(write func(*bytes.Buffer)) string {
	text := r.render(write)
	r.served.Add(1)
	return string(text)
}

func (r *early) render(write func(*bytes.Buffer)) []byte {
	buf, ok := r.buffers.Get().(*bytes.Buffer)
	if !ok {
		buf = new(bytes.Buffer)
	}
	defer r.buffers.Put(buf)
	buf.Reset()
	write(buf)
	return buf.Bytes() // the buffer's own memory
}
