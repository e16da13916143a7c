package proptest_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/commands"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"

	"github.com/chaosrun/chaosrun/proptest"
	"github.com/chaosrun/chaosrun/sched"
)

func ExampleForAll() {
	_ = func(t *testing.T) { // func TestSum(t *testing.T)
		proptest.ForAll(t, gen.SliceOf(gen.IntRange(0, 9)), func(t *testing.T, xs []int) {
			var n atomic.Int64
			done := make(chan bool, len(xs))
			want := 0
			for _, x := range xs {
				want += x
				go func() { n.Add(int64(x)); done <- true }()
			}
			for range xs {
				<-done
			}
			if int(n.Load()) != want {
				t.Errorf("the sum is %d, want %d", n.Load(), want)
			}
		}, sched.Schedules(2000))
	}
}

// A ready-made model needs the operations of the object only.
func ExampleConcurrent() {
	_ = func(t *testing.T) { // func TestCounter(t *testing.T)
		proptest.Concurrent(t, proptest.Counter(func() proptest.CounterOps {
			var n atomic.Int64
			return proptest.CounterOps{
				Get: func() int { return int(n.Load()) },
				Inc: func() { n.Add(1) },
			}
		}), proptest.Goroutines(3), proptest.Commands(4))
	}
}

// A model of one's own: a switch that can be flipped.
func ExampleModel() {
	model := proptest.Model[*atomic.Bool, bool]{
		New: func() *atomic.Bool { return new(atomic.Bool) },
		Commands: []proptest.Command[*atomic.Bool, bool]{
			{
				Name: "Flip",
				Run: func(b *atomic.Bool, _ any) any {
					for {
						if old := b.Load(); b.CompareAndSwap(old, !old) {
							return old
						}
					}
				},
				Next: func(on bool, _, out any) (bool, bool) { return !on, out == on },
			},
		},
	}
	_ = func(t *testing.T) { proptest.Concurrent(t, model) }
}

func ExampleSequential() {
	inc := &commands.ProtoCommand{
		Name:          "Inc",
		RunFunc:       func(sut commands.SystemUnderTest) commands.Result { return sut.(*atomic.Int64).Add(1) },
		NextStateFunc: func(s commands.State) commands.State { return s.(int64) + 1 },
	}
	counter := &commands.ProtoCommands{
		NewSystemUnderTestFunc: func(commands.State) commands.SystemUnderTest { return new(atomic.Int64) },
		InitialStateGen:        gen.Const(int64(0)),
		GenCommandFunc:         func(commands.State) gopter.Gen { return gen.Const(inc) },
	}
	_ = func(t *testing.T) { proptest.Sequential(t, counter, proptest.Commands(20)) }
}

func ExampleWithin() {
	_ = func(t *testing.T) {
		proptest.Within(t, time.Minute, func() { time.Sleep(time.Second) })
	}
}

func ExampleCheck() {
	_ = func(t *testing.T) { // a property that gopter's packages have made
		proptest.Check(t, prop.ForAll(func(a, b int) bool { return a+b == b+a }, gen.Int(), gen.Int()))
	}
}

func ExampleOption() {
	_ = func(t *testing.T, model proptest.Model[*atomic.Bool, bool]) {
		proptest.Concurrent(t, model,
			proptest.Goroutines(2), proptest.Prefix(1), proptest.Commands(3), proptest.Suffix(1),
			proptest.CheckSteps(100_000), sched.Schedules(500))
	}
}

func ExampleAtMost() {
	_ = func(t *testing.T, work func(func())) {
		room := proptest.AtMost(t, 2)
		work(func() { // by many goroutines
			room.Enter()
			defer room.Leave()
		})
	}
}

func ExampleMonotonic() {
	_ = func(t *testing.T, next func() int) {
		saw := proptest.Monotonic(t)
		for range 10 {
			saw(next())
		}
	}
}

func ExampleEventually() {
	_ = func(t *testing.T, done *atomic.Bool) {
		proptest.Eventually(t, time.Minute, done.Load)
	}
}

func ExampleExactlyOnce() {
	_ = func(t *testing.T, handled []string) {
		proptest.ExactlyOnce(t, handled, []string{"a", "b", "c"})
	}
}

func ExampleSameElements() {
	_ = func(t *testing.T, out []int) {
		proptest.SameElements(t, out, []int{1, 2, 2, 3})
	}
}

func ExampleInOrder() {
	type message struct{ from, number int }
	_ = func(t *testing.T, got []message) {
		proptest.InOrder(t, got,
			func(m message) int { return m.from },
			func(m message) int { return m.number })
	}
}
