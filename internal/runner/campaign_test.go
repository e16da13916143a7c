package runner

import "testing"

// The choices of a run that died are not known, so it is not known either that there were none.
func TestSequential(t *testing.T) {
	for _, c := range []struct {
		found []found
		want  bool
	}{
		{nil, true},
		{[]found{{run: 1, kind: "assert"}}, true},
		{[]found{{run: 1, kind: "assert"}, {run: 2, kind: "panic", died: new(ended)}}, false},
	} {
		x := &campaign{res: new(Result), found: c.found}
		if x.ifSequential(true, firstChunk); x.res.Sequential != c.want || x.over != c.want {
			t.Errorf("%+v: sequential %v, over %v", c.found, x.res.Sequential, x.over)
		}
	}
}
