package safecounter

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"
)

// counter is what Counter and its wrong versions have in common.
type counter interface {
	Inc(name string) int
	Value(name string) int
}

// oneAfterTheOther counts from several goroutines. There must be an order of the calls
// that explains all results: every number is returned once, and a look sees no less than
// was returned before it began, and no more than was begun before it ended.
func oneAfterTheOther(t *testing.T, c counter) {
	const goroutines, each = 3, 2
	var begun, returned atomic.Int64
	results := make([][]int, goroutines)
	var wg sync.WaitGroup
	for g := range goroutines {
		wg.Go(func() {
			for range each {
				begun.Add(1)
				results[g] = append(results[g], c.Inc("a"))
				returned.Add(1)
				least := int(returned.Load())
				v := c.Value("a")
				if most := int(begun.Load()); v < least || v > most {
					t.Errorf("the value is %d, with %d returned and %d begun", v, least, most)
				}
			}
		})
	}
	wg.Wait()
	all := slices.Concat(results...)
	slices.Sort(all)
	if want := []int{1, 2, 3, 4, 5, 6}; !slices.Equal(all, want) {
		t.Errorf("returned %v, want %v", all, want)
	}
	for g, r := range results {
		if !slices.IsSorted(r) {
			t.Errorf("goroutine %d: %v", g, r)
		}
	}
}

// snapshot is Snapshot and its wrong versions.
type snapshot func(*Counter) *Counter

// whileCounting takes a snapshot while others count, and looks at it.
func whileCounting(t *testing.T, take snapshot) {
	var c Counter
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { c.Inc("a") })
	}
	if n := take(&c).Value("a"); n < 0 || n > 2 {
		t.Errorf("%d in the snapshot", n)
	}
	wg.Wait()
}

// ofItsOwn goes on with a counter and a snapshot of it.
func ofItsOwn(t *testing.T, take snapshot) {
	var c Counter
	c.Inc("a")
	s := take(&c)
	c.Inc("a")
	if n := s.Value("a"); n != 1 {
		t.Errorf("%d in the snapshot, want 1", n)
	}
	s.Inc("a")
	s.Inc("a")
	if n := c.Value("a"); n != 2 {
		t.Errorf("counted %d, want 2", n)
	}
}

// both leaves the judgement to the race detector.
func both(_ *testing.T, take snapshot) {
	var c Counter
	c.Inc("a")
	s := take(&c)
	var wg sync.WaitGroup
	wg.Go(func() { c.Inc("a") })
	wg.Go(func() { s.Inc("a") })
	wg.Wait()
}

func TestOneAfterTheOther(t *testing.T) { oneAfterTheOther(t, new(Counter)) }

func TestWhileCounting(t *testing.T) { whileCounting(t, (*Counter).Snapshot) }

func TestOfItsOwn(t *testing.T) { ofItsOwn(t, (*Counter).Snapshot) }

func TestBoth(t *testing.T) { both(t, (*Counter).Snapshot) }
