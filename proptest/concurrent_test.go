package proptest

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/leanovate/gopter/gen"

	"github.com/chaosrun/chaosrun/sched"
)

// adder is the model of a counter whose Add returns the sum.
func adder(add func(*atomic.Int64, int64) int64) Model[*atomic.Int64, int64] {
	return Model[*atomic.Int64, int64]{
		New: func() *atomic.Int64 { return new(atomic.Int64) },
		Commands: []Command[*atomic.Int64, int64]{
			{
				Name: "Get",
				Run:  func(c *atomic.Int64, _ any) any { return c.Load() },
				Next: func(s int64, _, out any) (int64, bool) { return s, out == s },
			},
			{
				Name: "Add", Arg: gen.Int64Range(1, 5),
				Run:  func(c *atomic.Int64, arg any) any { return add(c, arg.(int64)) },
				Next: func(s int64, arg, out any) (int64, bool) { s += arg.(int64); return s, out == s },
			},
		},
	}
}

func wrongAdd(c *atomic.Int64, n int64) int64 {
	n += c.Load()
	c.Store(n)
	return n
}

// exploreModel is Concurrent with the result at hand.
func exploreModel[T, S any](t *testing.T, m Model[T, S], opts ...any) *sched.Result {
	t.Helper()
	run, c, err := concurrent(m, "here.go:1", opts)
	if err != nil {
		t.Fatal(err)
	}
	return sched.Explore(t, run, c.sched...)
}

func TestNotLinearizable(t *testing.T) {
	res := exploreModel(t, adder(wrongAdd))
	if !res.Found || res.Kind != sched.Assert {
		t.Fatalf("%+v", res)
	}
	t.Log(res.Text)
	for _, want := range []string{"proptest: the history is not linearizable", "client A: Add(1)\n", "client B: Add(1)\n", "1 to "} {
		if !strings.Contains(res.Text, want) {
			t.Errorf("it does not say %q:\n%s", want, res.Text)
		}
	}
	if strings.Contains(res.Text, "first: ") || strings.Contains(res.Text, "last: ") {
		t.Errorf("not the fewest commands:\n%s", res.Text)
	}
}

func TestLinearizable(t *testing.T) {
	right := func(c *atomic.Int64, n int64) int64 { return c.Add(n) }
	if res := exploreModel(t, adder(right), Goroutines(3), Commands(4)); res.Found {
		t.Errorf("%s", res.Text)
	}
}

// What blocks for ever is a deadlock, and the commands that lead to it are shown.
func TestBlocks(t *testing.T) {
	type twice struct {
		a, b sync.Mutex
		n    int
	}
	pair := func(first, second func(*twice) *sync.Mutex) func(*twice, any) any {
		return func(x *twice, _ any) any {
			first(x).Lock()
			second(x).Lock()
			x.n++
			second(x).Unlock()
			first(x).Unlock()
			return nil
		}
	}
	a, b := func(x *twice) *sync.Mutex { return &x.a }, func(x *twice) *sync.Mutex { return &x.b }
	always := func(struct{}, any, any) (struct{}, bool) { return struct{}{}, true }
	res := exploreModel(t, Model[*twice, struct{}]{
		New:      func() *twice { return new(twice) },
		Commands: []Command[*twice, struct{}]{{Name: "AB", Run: pair(a, b), Next: always}, {Name: "BA", Run: pair(b, a), Next: always}},
	})
	if res.Kind != sched.Deadlock || !strings.Contains(res.Text, "client A: ") {
		t.Errorf("%+v\n%s", res, res.Text)
	}
}
