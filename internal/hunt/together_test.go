package hunt

import "testing"

func TestRanTogether(t *testing.T) {
	for name, want := range map[string]string{
		"TestA":          "TestA",
		"TestA#01":       "TestA",
		"TestA#02/b#01":  "TestA/b#01",
		"TestA/sub#01":   "TestA/sub#01",
		"TestA#1":        "TestA#1",
		"TestA#01/b/c#1": "TestA/b/c#1",
	} {
		if got := ranTogether(name); got != want {
			t.Errorf("%s ran as %s, want %s", name, got, want)
		}
	}
}
