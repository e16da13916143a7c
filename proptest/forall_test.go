package proptest

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"

	"github.com/chaosrun/chaosrun/sched"
)

// explore is ForAll with the result at hand.
func explore(t *testing.T, args ...any) *sched.Result {
	t.Helper()
	run, c, err := forAll(args)
	if err != nil {
		t.Fatal(err)
	}
	return sched.Explore(t, run, c.sched...)
}

// A property of the input alone: the smallest input is found by gopter's shrinkers.
func TestSmallestInput(t *testing.T) {
	res := explore(t, gen.SliceOf(gen.IntRange(0, 1000)), func(t *testing.T, xs []int) {
		sum := 0
		for _, x := range xs {
			sum += x
		}
		sched.Always(sum < 700, "the sum is small")
	})
	m := regexp.MustCompile(`input 1: \[\]int{(\d+)(?:, (\d+))?}`).FindStringSubmatch(res.Text)
	if m == nil {
		t.Fatalf("%s", res.Text)
	}
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[2])
	if a+b != 700 {
		t.Errorf("%s", res.Text)
	}
}

// Input and schedule are needed together, and are shrunk together.
func TestInputAndSchedule(t *testing.T) {
	toTheEnd := sched.Shrink(time.Hour) // however slow the machine
	res := explore(t, gen.SliceOf(gen.IntRange(0, 50)), gen.Bool(), func(t *testing.T, xs []int, _ bool) {
		var n atomic.Int64
		var wg sync.WaitGroup
		want := 0
		for _, x := range xs {
			want += x
			wg.Go(func() {
				if x > 20 {
					n.Store(n.Load() + int64(x)) // loses updates
				} else {
					n.Add(int64(x))
				}
			})
		}
		wg.Wait()
		sched.Always(int(n.Load()) == want, "the sum is right")
	}, toTheEnd)
	if !res.Found || !strings.Contains(res.Text, "input 2: true") {
		t.Fatalf("%s", res.Text)
	}
	if !strings.Contains(res.Text, "input 1: []int{21, 1}") && !strings.Contains(res.Text, "input 1: []int{1, 21}") {
		t.Errorf("not the smallest input:\n%s", res.Text)
	}
}

// Generators that gopter derives draw from the tape too: mapped ones shrink by their draws.
func TestDerived(t *testing.T) {
	type pair struct {
		A int
		B string
	}
	mapped := gen.IntRange(0, 1000).Map(func(n int) pair { return pair{A: n} })
	res := explore(t, mapped, func(t *testing.T, p pair) { sched.Always(p.A < 300, "A is small") })
	if !res.Found || !strings.Contains(res.Text, "pair{A: 3") {
		t.Errorf("%s", res.Text)
	}
}

func TestSilent(t *testing.T) {
	res := explore(t, gen.SliceOf(gen.Int()), gen.AlphaString(), gen.Float64(), gen.MapOf(gen.Int(), gen.Bool()),
		func(t *testing.T, xs []int, s string, f float64, m map[int]bool) {
			if len(xs) > 21 {
				t.Errorf("%d elements", len(xs))
			}
		}, MaxSize(20), sched.Schedules(300))
	if res.Found || res.Runs != 300 {
		t.Errorf("%+v", res)
	}
}

func TestArguments(t *testing.T) {
	for _, c := range []struct {
		args []any
		want string
	}{
		{[]any{}, "there is no body"},
		{[]any{gen.Int()}, "there is no body"},
		{[]any{gen.Int(), 3}, "argument 2 is a int: want a gopter.Gen or the body"},
		{[]any{func(int) {}}, "argument 1 is a func(int)"},
		{[]any{gen.Int(), func(*testing.T) {}}, "the body takes 0 inputs, and there are 1 generators"},
		{[]any{gopter.Gen(nil), func(*testing.T) {}}, "generator 1 is nil"},
		{[]any{func(*testing.T) {}, "x"}, "option 1 is a string, and no option"},
	} {
		if _, _, err := forAll(c.args); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.args, err, c.want)
		}
	}
}
