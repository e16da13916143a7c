package main

import (
	"slices"
	"testing"
)

func TestRead(t *testing.T) {
	r := read(`ok  a/b: 1 schedule of each of 28 tests, the same each of 10 times
no  a/c.TestOut: schedule 1 differs from the first time in 2 of 9 repetitions
    the first difference is event 54
    likely:  something outside of the run wakes a goroutine, and comes when it
             comes: a child process
no  a/c.TestIn: schedule 1 differs from the first time in 1 of 9 repetitions
    likely:  not known: when the runs were recorded, they were the same every
             time
ok  a/d: 1 schedule of each of 1 test, the same each of 10 times
a/e does not build
`)
	if r.same != 29 || len(r.outside) != 1 || len(r.differ) != 1 || !slices.Equal(r.errors, []string{"a/e does not build"}) {
		t.Errorf("%+v", r)
	}
	if want := "a/c.TestIn: schedule 1 differs from the first time in 1 of 9 repetitions likely:  not known: when the runs were recorded, they were the same every time"; len(r.differ) == 1 && r.differ[0] != want {
		t.Errorf("%q", r.differ[0])
	}
}
