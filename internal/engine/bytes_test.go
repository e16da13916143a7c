package engine

import (
	"slices"
	"testing"
)

// TestBytes: choices take as many bytes as their options need, and are plain afterwards.
func TestBytes(t *testing.T) {
	e, strat := newEngine(), NewStrategy("bytes", 256).(*Bytes)
	strat.Load([]uint32{7, 1, 0, 2, 9})
	for range 2 { // each run begins with the first byte
		e.Begin(strat, 1, 0, nil)
		got := []int{e.Value(5), e.Value(1000), e.Value(2), e.Draw(7), e.Draw(7), e.Value(1 << 20)}
		if want := []int{2, 256, 0, 2, 0, 0}; !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	}
}

// TestForgetPairs: a run whose pairs were seen before reports them once they are forgotten.
func TestForgetPairs(t *testing.T) {
	e := newEngine()
	pairs := func() []uint32 {
		run(e, NewStrategy("roundrobin", 256), 1, nil, 2, 5)
		return slices.Clone(e.NewPairs())
	}
	first := pairs()
	if again := pairs(); len(first) == 0 || len(again) > 0 {
		t.Fatalf("new pairs: %v, then %v", first, again)
	}
	e.ForgetPairs()
	if again := pairs(); !slices.Equal(again, first) {
		t.Errorf("new pairs: %v, once forgotten %v", first, again)
	}
}
