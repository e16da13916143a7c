//go:build !chaosrun && linux

package sched

import "testing"

func TestPattern(t *testing.T) {
	for _, c := range []struct{ name, run, want string }{
		{"TestX", "", "^TestX$"},
		{"TestX", "TestX", "^TestX$"},
		{"TestX/a.b", "TestX", `^TestX$/^a\.b$`},
		{"TestX/a", "TestX/a/inner/x", "^TestX$/^a$/inner/x"},
		{"TestX", "TestX/a|TestY/b", "^TestX$"},
	} {
		if got := pattern(c.name, c.run); got != c.want {
			t.Errorf("pattern(%q, %q) = %q, want %q", c.name, c.run, got, c.want)
		}
	}
}

func TestDetails(t *testing.T) {
	if got := detailText([]any{"n", 3, "last\nline"}); got != ": n=3, last line" {
		t.Errorf("%q", got)
	}
	if got := detailText(nil); got != "" {
		t.Errorf("%q", got)
	}
}

// Outside control assertions do nothing, and allocate nothing.
func TestOutsideControl(t *testing.T) {
	allocs := testing.AllocsPerRun(100, func() {
		Always(false, "never")
		Unreachable("here")
		Sometimes(false, "a")
		Reachable("b")
		Yield()
		Step("c")
	})
	if allocs != 0 || Controlled() || GoroutineID() != -1 || Choose(3) != 0 || ChooseOf("x", "y") != "x" {
		t.Errorf("%v allocations", allocs)
	}
}

func TestHash(t *testing.T) {
	if hash("a", "bc") == hash("ab", "c") || hash("a") == hash("a", "") || hash("a") != hash("a") {
		t.Error("the hash does not tell texts apart")
	}
}
