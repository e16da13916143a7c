package trace

import (
	"strings"
	"testing"
)

const racyStream = `G 1 0 a1
G 2 0 a2
S 0 go 0 1 0 0 b0
S 1 Lock 7 1 0 1 b1
S 1 write 9 1 0 1 b2
S 1 Unlock 7 1 0 1 b3
X 1
S 2 Lock 8 1 0 2 b4
S 2 read 9 1 0 2 b5
R 3 write 7 read
`

func TestRaces(t *testing.T) {
	frames := make(map[string]Frame)
	for i, pc := range []string{"a1", "a2", "b0", "b1", "b2", "b3", "b4", "b5"} {
		frames[pc] = Frame{Func: "p.f", File: "p.go", Line: i + 1}
	}
	raw, err := ReadRaw(strings.NewReader(racyStream))
	if err != nil {
		t.Fatal(err)
	}
	races, err := raw.Races(frames, 0)
	if err != nil || len(races) != 1 {
		t.Fatalf("%v, %v", races, err)
	}
	r := races[0]
	if r.First.Op != "write" || r.First.Stack[0].Line != 5 || r.First.Created[0].Line != 1 {
		t.Errorf("first: %+v", r.First)
	}
	if r.Second.Op != "read" || r.Second.Stack[0].Line != 8 || r.Second.Created[0].Line != 2 {
		t.Errorf("second: %+v", r.Second)
	}
	want := "nothing orders them: after its access, g1 does Unlock mutex#7 at p.go:6; before its own, g2 has done Lock mutex#8 at p.go:7"
	if r.Missing != want {
		t.Errorf("missing: %q, want %q", r.Missing, want)
	}
	if _, _, err := raw.Events(frames); err != nil {
		t.Error(err)
	}
}

// A recording of the end of a long run does not have the step of the first access.
func TestRaceBeforeTheRecording(t *testing.T) {
	raw, err := ReadRaw(strings.NewReader("S 2 read 9 1 0 2 b5\nR 3 write 101 read\n"))
	if err != nil {
		t.Fatal(err)
	}
	races, err := raw.Races(map[string]Frame{"b5": {Func: "p.f", File: "p.go", Line: 1}}, 100)
	if err != nil || len(races) != 1 || races[0].First.Stack != nil || len(races[0].Second.Stack) != 1 {
		t.Errorf("%+v, %v", races, err)
	}
}

func TestMalformedRace(t *testing.T) {
	for _, line := range []string{"R 1 write 2", "R x write 2 read", "R 1 write y read"} {
		raw, err := ReadRaw(strings.NewReader(line + "\n"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := raw.Races(nil, 0); err == nil {
			t.Errorf("%q is accepted", line)
		}
	}
}
