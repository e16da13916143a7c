package detector

import (
	"math/rand/v2"
	"testing"
)

func fresh() *Detector {
	d := new(Detector)
	d.Setup(NewMemory())
	d.Begin()
	return d
}

const x uintptr = 0x1000

func write(step uint32) Access { return Access{Step: step, Write: true} }

func read(step uint32) Access { return Access{Step: step} }

// two is a detector with two goroutines that the first one started.
func two() (d *Detector, a, b Context) {
	d = fresh()
	root := d.Start(Timers)
	return d, d.Start(root), d.Start(root)
}

func TestUnorderedAccessesRace(t *testing.T) {
	for _, c := range []struct {
		name          string
		first, second Access
		want          uint64
	}{
		{"two writes", write(1), write(2), 1},
		{"read, write", read(1), write(2), 1},
		{"write, read", write(1), read(2), 1},
		{"two reads", read(1), read(2), 0},
		{"atomic, plain", Access{Step: 1, Write: true, Atomic: true}, read(2), 1},
		{"two atomics", Access{Step: 1, Write: true, Atomic: true}, Access{Step: 2, Write: true, Atomic: true}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, a, b := two()
			d.Access(a, x, 1, c.first)
			d.Access(b, x, 1, c.second)
			if d.Races != c.want {
				t.Fatalf("%d races, want %d", d.Races, c.want)
			}
			if c.want > 0 && d.Found != (Race{c.first, c.second}) {
				t.Errorf("found %+v", d.Found)
			}
		})
	}
}

func TestBytesOfOneWordAreApart(t *testing.T) {
	d, a, b := two()
	d.Access(a, x, 1<<0, write(1))
	d.Access(b, x, 1<<1, write(2))
	if d.Races != 0 {
		t.Error("neighbouring bytes race")
	}
	d.AccessRange(b, x-3, 4, write(3))
	if d.Races != 1 || d.Found.First.Step != 1 || d.Found.Second.Step != 3 {
		t.Errorf("a range over a written byte: %d races, %+v", d.Races, d.Found)
	}
}

func TestFreshMemoryDoesNotRace(t *testing.T) {
	d, a, b := two()
	d.AccessRange(a, x, 64, write(1))
	d.Forget(x, 64)
	d.AccessRange(b, x, 64, write(2))
	if d.Races != 0 {
		t.Error("accesses to memory before and after it was allocated anew race")
	}
}

func TestRunsAreApart(t *testing.T) {
	d, a, _ := two()
	d.Access(a, x, 1, write(1))
	d.Begin()
	root := d.Start(Timers)
	d.Access(d.Start(root), x, 1, write(2))
	if d.Races != 0 {
		t.Error("an access races with one of the run before")
	}
}

func TestContextsAreUsedAgain(t *testing.T) {
	d := fresh()
	root := d.Start(Timers)
	for i := range uint32(3 * maxContexts) {
		c := d.Start(root)
		if c == Outside {
			t.Fatalf("no context for goroutine %d", i)
		}
		d.Access(c, x+8*uintptr(i), 1, write(i))
		d.Access(root, x, 2, read(i))
		d.End(c)
	}
	if d.Races != 0 {
		t.Errorf("%d races", d.Races)
	}
}

func TestFullMemoryIsNoRace(t *testing.T) {
	d, a, b := two()
	for i := range uintptr(WordsLen) {
		d.Access(a, x+8*i, 1, write(1))
	}
	if !d.Lost {
		t.Fatal("the memory is not used up")
	}
	d.Access(b, x, 1, write(2))
	if d.Races != 0 {
		t.Error("a race is reported after the memory was used up")
	}
}

// TestAgainstHistory compares the detector with the definition: on random histories of
// forks, accesses and synchronization it finds a race exactly when there are two
// conflicting accesses that the happens-before relation, computed from the whole history,
// does not order.
func TestAgainstHistory(t *testing.T) {
	racy := 0
	d := fresh()
	for seed := range uint64(4000) {
		d.Begin()
		h := newHistory(d, seed)
		h.run(3 + int(seed%40))
		if h.d.Lost {
			t.Fatal("memory used up")
		}
		if got, want := h.d.Races > 0, h.races; got != want {
			t.Fatalf("seed %d: race found: %v, want %v", seed, got, want)
		}
		if h.races {
			racy++
		}
	}
	if racy < 400 || racy > 3600 {
		t.Errorf("%d of 4000 histories are racy: the test says little", racy)
	}
}

// history knows, of every event, the set of events that happen before it.
type history struct {
	d      *Detector
	rng    *rand.Rand
	ctx    []Context
	last   []map[int]bool // by goroutine: what happens before its next event
	places map[uintptr]map[int]bool
	events []event
	races  bool
}

type event struct {
	addr   uintptr
	mask   uint8
	access Access
}

func newHistory(d *Detector, seed uint64) *history {
	h := &history{d: d, rng: rand.New(rand.NewPCG(seed, 1)), places: make(map[uintptr]map[int]bool)}
	h.ctx = []Context{h.d.Start(Timers)}
	h.last = []map[int]bool{{}}
	return h
}

func union(sets ...map[int]bool) map[int]bool {
	u := make(map[int]bool)
	for _, s := range sets {
		for e := range s {
			u[e] = true
		}
	}
	return u
}

func (h *history) run(steps int) {
	for range steps {
		g := h.rng.IntN(len(h.ctx))
		place := 0x8000 + 8*uintptr(h.rng.IntN(3))
		switch h.rng.IntN(9) {
		case 0:
			if len(h.ctx) < 5 {
				h.ctx = append(h.ctx, h.d.Start(h.ctx[g]))
				h.last = append(h.last, union(h.last[g]))
			}
		case 1:
			h.d.Acquire(h.ctx[g], place)
			h.last[g] = union(h.last[g], h.places[place])
		case 2:
			h.d.Release(h.ctx[g], place)
			h.places[place] = union(h.last[g])
		case 3:
			h.d.ReleaseMerge(h.ctx[g], place)
			h.places[place] = union(h.last[g], h.places[place])
		case 4:
			h.d.ReleaseAcquire(h.ctx[g], place)
			h.last[g], h.places[place] = union(h.last[g], h.places[place]), union(h.last[g])
		case 5:
			h.d.AcquireRelease(h.ctx[g], place)
			h.last[g] = union(h.last[g], h.places[place])
			h.places[place] = union(h.last[g])
		default:
			h.access(g)
		}
	}
}

func (h *history) access(g int) {
	e := event{
		addr:   x + 8*uintptr(h.rng.IntN(4)),
		mask:   []uint8{1, 1, 2, 0xff}[h.rng.IntN(4)],
		access: Access{Step: uint32(len(h.events)), Write: h.rng.IntN(2) == 0, Atomic: h.rng.IntN(4) == 0},
	}
	h.d.Access(h.ctx[g], e.addr, e.mask, e.access)
	for i, o := range h.events {
		if o.addr == e.addr && o.mask&e.mask != 0 && (o.access.Write || e.access.Write) && !(o.access.Atomic && e.access.Atomic) && !h.last[g][i] {
			h.races = true
		}
	}
	h.last[g] = union(h.last[g], map[int]bool{len(h.events): true})
	h.events = append(h.events, e)
}
