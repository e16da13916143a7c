package runner

import (
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// A process gets as many plans at once as fit into a batch, and each plan once, in order.
func TestBatchesAreBounded(t *testing.T) {
	const plans = 100
	tries := new(shrinker).tries(func(yield func(trace.Plan) bool) {
		for i := range plans {
			p := make(trace.Plan, batchSize/4)
			p[0].N = uint32(i)
			if !yield(p) {
				return
			}
		}
	})
	defer tries.stop()
	n := uint32(0)
	for tries.fill() {
		if len(tries.batch) > 4 {
			t.Fatalf("a batch of %d plans", len(tries.batch))
		}
		for _, p := range tries.batch {
			if p[0].N != n {
				t.Fatalf("plan %d where %d should be", p[0].N, n)
			}
			n++
		}
		tries.batch = nil
	}
	if n != plans {
		t.Errorf("%d of %d plans", n, plans)
	}
}
