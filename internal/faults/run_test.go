package faults

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
)

// controlledBy lets the draws of the test be those numbers, over and over.
func controlledBy(t *testing.T, plan string, numbers ...uint32) *[]uint32 {
	t.Helper()
	was, wasDraw := controlled, draw
	t.Cleanup(func() { controlled, draw, planned, listing = was, wasDraw, nil, false })
	var options []uint32
	controlled = func() bool { return true }
	draw = func(n uint32) (uint32, bool) {
		if n < 2 {
			return 0, true
		}
		k := numbers[len(options)%len(numbers)]
		options = append(options, n)
		return k % n, true
	}
	if err := Use(plan); err != nil {
		t.Fatal(err)
	}
	begin()
	return &options
}

var errNext = errors.New("failpoint's own")

func next(string) (any, error) { return nil, errNext }

// fired is at which of n evaluations the point fires.
func fired(name string, n int) (at []int) {
	for i := range n {
		if _, err := Eval(name, next); err == nil {
			at = append(at, i)
		}
	}
	return at
}

func TestWithoutPlan(t *testing.T) {
	options := controlledBy(t, "", 1)
	if at := fired("a", 10); len(at) > 0 || len(*options) > 0 {
		t.Errorf("fired at %v, drew %v", at, *options)
	}
	if n := testing.AllocsPerRun(100, func() { Eval("a", next) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestOutsideControl(t *testing.T) {
	controlledBy(t, "a=panic%100", 1)
	controlled = func() bool { return false }
	if at := fired("a", 3); len(at) > 0 {
		t.Errorf("fired at %v", at)
	}
}

func TestWhenItFires(t *testing.T) {
	for _, c := range []struct {
		plan    string
		numbers []uint32
		want    []int
		options []uint32
	}{
		{"a=return", []uint32{0}, nil, []uint32{2, 2, 2, 2, 2, 2}},
		{"a=return", []uint32{0, 1}, []int{1, 3, 5}, []uint32{2, 2, 2, 2, 2, 2}},
		{"a=return#2", []uint32{1}, []int{0, 1}, []uint32{2, 2}},
		{"a=return>4", []uint32{1}, []int{4, 5}, []uint32{2, 2}},
		{"a=return%100", []uint32{0}, []int{0, 1, 2, 3, 4, 5}, nil},
		{"a=return%10", []uint32{1, 2, 9, 0}, []int{0, 4}, []uint32{10, 10, 10, 10, 10, 10}},
		{"a=return%75", []uint32{1, 2, 3, 0}, []int{0, 1, 2, 4, 5}, []uint32{4, 4, 4, 4, 4, 4}},
		{"a=return#1; a=return#1", []uint32{1}, []int{0, 1}, []uint32{2, 2}},
		{"b=return", []uint32{1}, nil, nil},
	} {
		options := controlledBy(t, c.plan, c.numbers...)
		if at := fired("a", 6); !slices.Equal(at, c.want) || !slices.Equal(*options, c.options) {
			t.Errorf("%s with %v fires at %v, want %v; it draws from %v, want %v", c.plan, c.numbers, at, c.want, *options, c.options)
		}
		begin()
		*options = nil
		if at := fired("a", 6); !slices.Equal(at, c.want) {
			t.Errorf("%s: the second run fires at %v", c.plan, at)
		}
	}
}

func TestWhatItDoes(t *testing.T) {
	for plan, want := range map[string]string{
		"p/a=return":      "{} <nil>",
		"p/a=return(7)":   "7 <nil>",
		`p/a=return("x")`: "x <nil>",
		`p/a=error("x")`:  "x <nil>",
		"p/a=sleep(1ns)":  "<nil> no fault is planned here",
		`p/a=panic("x")`:  "panic: fault at p/a: x",
		`p/a=goexit`:      "ended",
		`p/b=return`:      "<nil> failpoint's own",
	} {
		controlledBy(t, plan, 1)
		got := make(chan string, 1)
		go func() {
			text := "ended"
			defer func() {
				if p := recover(); p != nil {
					text = fmt.Sprint("panic: ", p)
				}
				got <- text
			}()
			v, err := EvalContext("p/a", next)
			text = fmt.Sprint(v, " ", err)
		}()
		if text := <-got; text != want {
			t.Errorf("%s gives %s, want %s", plan, text, want)
		}
	}
}

func TestHeal(t *testing.T) {
	controlledBy(t, "p/a=pause; p/b=return", 1)
	done := make(chan bool)
	go func() {
		Eval("p/a", next)
		done <- true
	}()
	select {
	case <-done:
		t.Fatal("it does not pause")
	case <-time.After(10 * time.Millisecond):
	}
	Heal("a")
	<-done
	if at := fired("p/a", 3); len(at) > 0 {
		t.Errorf("healed, it fires at %v", at)
	}
	if at := fired("p/b", 3); len(at) != 3 {
		t.Errorf("what is not healed fires at %v", at)
	}
	Heal("")
	if at := fired("p/b", 3); len(at) > 0 {
		t.Errorf("all healed, it fires at %v", at)
	}
}

func TestOnPath(t *testing.T) {
	for _, c := range []struct {
		to, name string
		want     bool
	}{
		{"", "/tmp/a.wal", true}, {"/tmp/a.wal", "/tmp/a.wal", true}, {"a.wal", "/tmp/a.wal", true}, {"/a.wal", "/tmp/a.wal", true},
		{"*.wal", "/tmp/db/a.wal", true}, {"/*.wal", "/tmp/db/a.wal", true}, {"/db/*.wal", "/tmp/db/a.wal", true}, {"db/*.wal", "/tmp/db/a.wal", true},
		{"/*.wal", "a.wal", false}, {"*.wal", "a.wal", true}, {".wal", "/tmp/a.wal", false}, {"/*.log", "/tmp/a.wal", false}, {"/tmp/*.wal", "/tmp/db/a.wal", false},
	} {
		if r := (&Rule{To: c.to}); r.onPath(c.name) != c.want {
			t.Errorf("%q is of %q: want %v", c.to, c.name, c.want)
		}
	}
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		point, short string
		want         bool
	}{
		{"a/b/c", "a/b/c", true}, {"a/b/c", "b/c", true}, {"a/b/c", "c", true},
		{"a/b/cc", "c", false}, {"a/b/c", "d", false}, {"c", "b/c", false},
	} {
		if Matches(c.point, c.short) != c.want {
			t.Errorf("Matches(%q, %q) is not %v", c.point, c.short, c.want)
		}
	}
}
