package rapidtape

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"github.com/chaosrun/chaosrun/sched"
)

func sum(wrong bool) func(*rapid.T) {
	return func(t *rapid.T) {
		xs := rapid.SliceOfN(rapid.IntRange(1, 9), 0, 4).Draw(t, "xs")
		var n atomic.Int64
		var wg sync.WaitGroup
		want := 0
		for _, x := range xs {
			want += x
			wg.Go(func() {
				if wrong {
					n.Store(n.Load() + int64(x))
				} else {
					n.Add(int64(x))
				}
			})
		}
		wg.Wait()
		if int(n.Load()) != want {
			t.Fatalf("the sum is %d, want %d", n.Load(), want)
		}
	}
}

func TestFinds(t *testing.T) {
	res := sched.Explore(t, body(sum(true)))
	if !res.Found || !strings.Contains(res.Text, "draw xs: []int{") {
		t.Errorf("%+v\n%s", res, res.Text)
	}
}

func TestSilent(t *testing.T) { Check(t, sum(false), sched.Schedules(500)) }
