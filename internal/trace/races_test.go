package trace

import (
	"strings"
	"testing"
)

const raceReport = `before
==================
WARNING: DATA RACE
Read at 0x00c0000140f8 by goroutine 9:
  races.(*T).F()
      /src/m/races/t.go:22 +0x33
  races.TestF.func1()
      /src/m/races/t_test.go:9 +0x33

Previous write at 0x00c0000140f8 by goroutine 8:
  races.TestF.func2()
      /src/m/races/t_test.go:12 +0x44

Goroutine 9 (running) created at:
  races.TestF()
      /src/m/races/t_test.go:8 +0x1e4

Goroutine 8 (finished) created at:
  races.TestF()
      /src/m/races/t_test.go:11 +0x1e4
==================
after
`

func TestFindRaces(t *testing.T) {
	races, rest := FindRaces(raceReport, func(f string) string { return strings.TrimPrefix(f, "/src/m/") })
	if rest != "before\nafter\n" {
		t.Errorf("rest is %q", rest)
	}
	if len(races) != 1 {
		t.Fatalf("%d races", len(races))
	}
	r := races[0]
	if r.First.Op != "write" || UserFrame(r.First.Stack).Pos() != "races/t_test.go:12" || r.First.Created[0].Line != 11 {
		t.Errorf("first access: %+v", r.First)
	}
	if r.Second.Op != "read" || len(r.Second.Stack) != 2 || UserFrame(r.Second.Stack).Pos() != "races/t.go:22" || r.Second.Created[0].Line != 8 {
		t.Errorf("second access: %+v", r.Second)
	}
}

func TestFindRacesInOtherText(t *testing.T) {
	for _, out := range []string{"", "==================\nWARNING: DATA RACE\n", "==================\nWARNING: DATA RACE\nwhat?\n==================\n"} {
		if races, rest := FindRaces(out, strings.ToLower); len(races) != 0 || rest != out {
			t.Errorf("FindRaces(%q) = %v, %q", out, races, rest)
		}
	}
}
