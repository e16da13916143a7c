package proptest

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"

	"github.com/chaosrun/chaosrun/sched"
)

// The misuse of this package is shown by the scripts of cmd/chaosrun, since it ends a test;
// here is what the checks see.
func TestShow(t *testing.T) {
	type list struct {
		V    int
		Next *list
	}
	nan := 0.0
	nan /= nan
	for _, c := range []struct {
		x    any
		want string
	}{
		{nil, "nil"},
		{3, "3"},
		{"a\n", `"a\n"`},
		{[]int(nil), "[]int(nil)"},
		{[]any{1, "x", nil}, `[]interface {}{1, "x", nil}`},
		{map[string]int{"b": 2, "a": 1}, `map[string]int{"a": 1, "b": 2}`},
		{&list{1, &list{2, nil}}, "&proptest.list{V: 1, Next: &proptest.list{V: 2, Next: nil}}"},
		{nan, "NaN"},
		{func(int) {}, "func(int)"},
		{call[int, int]{arg: pair{1, 2}}.arg, "1, 2"},
		{received{maybe: maybe{3, true}}, "3, true, false"},
		{[2]bool{true}, "[2]bool{true, false}"},
		{time.Unix(0, 0).UTC(), "1970-01-01T00:00:00Z"},
	} {
		if got := showAny(c.x); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
	cyclic := &list{V: 1}
	cyclic.Next = cyclic
	if s := showAny(cyclic); !strings.HasSuffix(s, "...}}}}}}") {
		t.Errorf("%s", s)
	}
}

// Generators for which the same numbers make the same values, whatever those hold, are not
// reported.
func TestRepeats(t *testing.T) {
	type hard struct {
		F func()
		P *float64
		C chan int
	}
	g := gen.Float64().Map(func(f float64) hard {
		nan := f - f
		nan /= nan
		return hard{func() {}, &nan, make(chan int)}
	})
	res := explore(t, g, gen.MapOf(gen.Int(), gen.AnyString()), gen.Time(), func(*testing.T, hard, map[int]string, time.Time) {}, sched.Schedules(200))
	if res.Found || res.Runs != 200 || len(res.Notes) > 0 {
		t.Errorf("%+v", res)
	}
}

// Inputs that are refused are counted, and made again.
func TestDiscards(t *testing.T) {
	odd := gen.IntRange(0, 999).SuchThat(func(n int) bool { return n%2 == 1 })
	res := explore(t, odd, func(t *testing.T, n int) { sched.Always(n%2 == 1, "odd") }, sched.Schedules(200))
	if res.Found || len(res.Notes) != 1 || !strings.Contains(res.Notes[0], "generators refused") || len(res.Warnings) > 0 {
		t.Errorf("%+v", res)
	}
	rare := gen.IntRange(0, 99_999).SuchThat(func(n int) bool { return n%300 == 7 })
	res = explore(t, rare, func(t *testing.T, n int) { sched.Always(n%300 == 7, "rare") }, sched.Schedules(200))
	if res.Found || len(res.Warnings) != 1 || !strings.Contains(res.Warnings[0], "nearly all inputs are discarded") {
		t.Errorf("%+v", res)
	}
}

// Hundreds of commands are judged in time, and what needs too many steps is unknown.
func TestLongHistory(t *testing.T) {
	m := Map(func() MapOps {
		x := &index{m: make(map[int]int)}
		return MapOps{Load: x.load, LoadOrStore: x.loadOrStore}
	})
	if res := exploreModel(t, m, Goroutines(4), Commands(80), sched.Schedules(20)); res.Found || res.Runs != 20 {
		t.Errorf("%+v", res)
	}
	h := &history[int, int]{m: &Model[int, int]{}}
	never := &Command[int, int]{Name: "X", Next: func(s int, _, _ any) (int, bool) { return s + 1, s < 11 }}
	for i := range 12 {
		h.clients = append(h.clients, []done[int, int]{{call: call[int, int]{cmd: never}, from: int64(i + 1), to: 100}})
	}
	j := &judge[int, int]{m: h.m, left: 50}
	if res := j.check(h.all()); res != "Unknown" {
		t.Errorf("%s after 50 steps", res)
	}
}

func TestModelErrors(t *testing.T) {
	ok := adder(wrongAdd)
	for _, c := range []struct {
		change func(*Model[*atomic.Int64, int64])
		want   string
	}{
		{func(m *Model[*atomic.Int64, int64]) { m.New = nil }, "the model has no New"},
		{func(m *Model[*atomic.Int64, int64]) { m.Commands = nil }, "the model has no Commands"},
		{func(m *Model[*atomic.Int64, int64]) { m.Commands[1].Next = nil }, `command 2 "Add" of the model lacks a Name, Run or Next`},
	} {
		m := ok
		m.Commands = append([]Command[*atomic.Int64, int64](nil), ok.Commands...)
		c.change(&m)
		if _, _, err := concurrent(m, "", nil); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
	if _, _, err := concurrent(ok, "", []any{gopter.Gen(nil)}); err == nil {
		t.Error("a generator is no option")
	}
}
