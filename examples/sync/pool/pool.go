package pool

import (
	"bytes"
	"sync"
)

// Renderer renders things to strings, and uses its buffers again.
type Renderer struct {
	buffers sync.Pool
}

// Render returns what write writes. write must not keep the buffer.
func (r *Renderer) Render(write func(*bytes.Buffer)) string {
	buf, ok := r.buffers.Get().(*bytes.Buffer)
	if !ok {
		buf = new(bytes.Buffer)
	}
	defer r.buffers.Put(buf)
	buf.Reset() // it has been used for something else
	write(buf)
	return buf.String() // a copy: after Put the buffer is another's
}
