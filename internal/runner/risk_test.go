package runner

import (
	"testing"
	"time"
)

// TestLeft: a search that comes on evenly knows what is left; one that slows down says less.
func TestLeft(t *testing.T) {
	var even, slow, fresh, done advance
	for i := range 10 {
		n := uint64(100 * (i + 1))
		even.add(n, float64(n)/2000)
		slow.add(n, 0.5)
		done.add(n, float64(i+1)/10)
	}
	if l := even.left(time.Second); l.Least != 333 || l.Most != 3000 || l.Time != time.Second {
		t.Errorf("half of it in 1000 runs: %+v", l)
	}
	if l := slow.left(time.Second); l.Least == 0 || l.Most != 0 {
		t.Errorf("nothing new in its later half: %+v", l)
	}
	if l := fresh.left(time.Second); l != nil {
		t.Errorf("not begun: %+v", l)
	}
	if l := done.left(time.Second); l != nil {
		t.Errorf("done: %+v", l)
	}
}

func TestUnseen(t *testing.T) {
	c := &coverage{totals: []memberNews{{all: 20, graphs: 15}, {all: 500, graphs: 80}, {all: 1010, graphs: 100}}}
	if u := c.unseen(1000); u == nil || u.Probability != 0.04 || u.Most < 0.05 || u.Most > 0.07 {
		t.Errorf("20 new ones in 500 runs: %+v", u)
	}
	c.totals[2].graphs = 80
	if u := c.unseen(1000); u == nil || u.Probability != 0 || u.Most < 0.005 || u.Most > 0.01 {
		t.Errorf("none in 500 runs: %+v", u)
	}
	if u := c.unseen(150); u != nil {
		t.Errorf("150 runs tell enough: %+v", u)
	}
	c.totals = c.totals[:1]
	if u := c.unseen(1000); u != nil {
		t.Errorf("of its later half nothing is known: %+v", u)
	}
}

func TestMissed(t *testing.T) {
	r := &Result{Runs: 1000, Plain: 50, Goroutines: 4}
	for _, c := range []struct {
		strategy string
		depth    int
		p        float64
	}{
		{"pct:2", 2, 0.0067}, // (1 - 1/200)^1000
		{"pct:3", 0, 1},      // (1 - 1/10000)^1000 = 0.9
		{"pct", 2, 0.367},    // 200 runs of depth 2
		{"auto", 0, 1},
	} {
		m := r.missed(c.strategy)
		if m == nil {
			m = &Missed{0, 1}
		}
		if m.Depth != c.depth || m.Probability < c.p*0.99 || m.Probability > c.p*1.01 {
			t.Errorf("%s: %+v, want %d, %v", c.strategy, *m, c.depth, c.p)
		}
	}
}
