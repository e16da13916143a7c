// Package cb has the program of SCTBench's folder CB (conc-bugs, from Yu and Narayanasamy's
// Maple) that is a program of its own and no server or archiver.
package cb

import (
	"sync"
	"sync/atomic"
	"testing"
)

// buffer is a string buffer whose methods each hold its lock.
type buffer struct {
	mu     sync.Mutex
	length atomic.Int32
	chars  [32]atomic.Int32
}

func (b *buffer) len() int32 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.length.Load()
}

// copyTo copies the first n characters behind those of another buffer, and reports whether it
// has so many.
func (b *buffer) copyTo(dst *buffer, at, n int32) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n > b.length.Load() {
		return false
	}
	for i := range n {
		dst.chars[at+i].Store(b.chars[i].Load())
	}
	return true
}

// appendBuffer appends another buffer. It asks for its length first and for its characters then.
func (b *buffer) appendBuffer(src *buffer) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := src.len()
	if !src.copyTo(b, b.length.Load(), n) {
		return false
	}
	b.length.Add(n)
	return true
}

func (b *buffer) appendString(s string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, c := range s {
		b.chars[b.length.Load()+int32(i)].Store(c)
	}
	b.length.Add(int32(len(s)))
}

// truncate erases all characters.
func (b *buffer) truncate() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.length.Store(0)
}

// TestStringBuffer is CB/stringbuffer-jdk1.4: StringBuffer.append of the JDK 1.4 (Flanagan and
// Qadeer, PLDI 2003). The bug: between the call that asks for the length of the argument and the
// one that copies its characters, somebody else erases them.
func TestStringBuffer(t *testing.T) {
	var shared, own buffer
	shared.appendString("abc")
	var wg sync.WaitGroup
	wg.Go(func() {
		shared.truncate()
		shared.appendString("abc")
	})
	wg.Go(func() {
		if !own.appendBuffer(&shared) {
			t.Error("the characters that are copied have been erased")
		}
	})
	wg.Wait()
}
