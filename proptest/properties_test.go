package proptest

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/sched"
)

// Every property speaks when it is broken, and is silent when it holds.
func TestProperties(t *testing.T) {
	both := func(f func(n int)) {
		var wg sync.WaitGroup
		for i := range 2 {
			wg.Go(func() { f(i) })
		}
		wg.Wait()
	}
	first := func(p [2]int) int { return p[0] }
	second := func(p [2]int) int { return p[1] }
	for _, c := range []struct {
		name string
		body func(t *testing.T, wrong bool)
		want string
	}{
		{"Within", func(t *testing.T, wrong bool) {
			d := time.Minute
			if wrong {
				d = time.Hour
			}
			Within(t, 10*time.Minute, func() { time.Sleep(d) })
		}, "it took longer than 10m0s: 1h0m0.0"},
		{"Eventually", func(t *testing.T, wrong bool) {
			start := time.Now()
			Eventually(t, time.Second, func() bool { return !wrong && time.Since(start) > time.Second/2 })
		}, "it is not true within 1s"},
		{"AtMost", func(t *testing.T, wrong bool) {
			n := 2
			if wrong {
				n = 1
			}
			r := AtMost(t, n)
			both(func(int) { r.Enter(); sched.Yield(); r.Leave() })
		}, "at most 1 may be inside at once, and 2 are"},
		{"Monotonic", func(t *testing.T, wrong bool) {
			saw := Monotonic(t)
			both(func(n int) {
				if !wrong {
					n = 7
				}
				sched.Yield()
				saw(n)
			})
		}, "the number decreases: from 1 to 0"},
		{"SameElements", func(t *testing.T, wrong bool) {
			got := []int{2, 1, 2}
			if wrong {
				got[2] = 1
			}
			SameElements(t, got, []int{1, 2, 2})
		}, "the elements are not the same: 1 is there too often"},
		{"ExactlyOnce", func(t *testing.T, wrong bool) {
			did := []string{"b", "a"}
			if wrong {
				did = did[:1]
			}
			ExactlyOnce(t, did, []string{"a", "b"})
		}, `the elements are not the same: "a" is missing`},
		{"InOrder", func(t *testing.T, wrong bool) {
			got := [][2]int{{1, 1}, {2, 5}, {1, 2}, {2, 6}}
			if wrong {
				got[3][1] = 4
			}
			InOrder(t, got, first, second)
		}, "the order of a producer is not kept: [2]int{2, 4} comes after number 5"},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := sched.Explore(t, func(t *testing.T) { c.body(t, true) }, sched.Schedules(200))
			text := strings.Join(strings.Fields(res.Text), " ") // without its line breaks
			if !res.Found || !strings.Contains(text, "properties_test.go:") || !strings.Contains(text, "proptest: "+c.want) {
				t.Errorf("%+v\n%s", res, res.Text)
			}
			if res = sched.Explore(t, func(t *testing.T) { c.body(t, false) }, sched.Schedules(200)); res.Found {
				t.Errorf("%s", res.Text)
			}
		})
	}
}
