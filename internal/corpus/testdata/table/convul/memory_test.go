// Package convul has kernels of concurrency vulnerabilities, those of the benchmark ConVul (Cai
// et al., ICSE 2019; Meng et al., TSE 2021): functions of Linux, Firefox and libvpx around a
// use after free, a double free or a null pointer, written anew from the advisories and from
// what the benchmark says of them. A null pointer is a nil pointer here; memory that is freed says
// so, and is looked at whenever it is used.
package convul

import (
	"sync/atomic"
	"testing"
)

// memory is what is allocated, used and freed.
type memory struct{ freed atomic.Bool }

func (m *memory) use(t *testing.T) {
	if m.freed.Load() {
		t.Error("memory is used after it was freed")
	}
}

func (m *memory) free(t *testing.T) {
	if m.freed.Swap(true) {
		t.Error("memory is freed twice")
	}
}
