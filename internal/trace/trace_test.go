package trace

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

func sample() *Trace {
	return &Trace{
		Header: Header{Package: "p", Test: "TestX", Kind: "deadlock", Message: "m", Seed: 1, Run: 3, Output: "a\nb\n"},
		Events: []Event{
			{G: 0, Kind: EvStart, Detail: "timer"},
			{G: 1, Kind: "Lock", Object: "mutex#1", At: Frame{Func: "p.f", File: "a.go", Line: 7}, N: 3, K: 2, Next: 4},
			{G: 4, Kind: EvChoice, N: 2, K: 1},
			{Kind: EvClock, Detail: "1.5s"},
			{G: 1, Kind: EvWait, Object: "mutex#1", Detail: "sync.Mutex.Lock", Carries: "5"},
		},
	}
}

func encode(t testing.TB, tr *Trace) string {
	t.Helper()
	var b bytes.Buffer
	if err := tr.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRoundTrip(t *testing.T) {
	want := sample()
	got, err := Read(strings.NewReader(encode(t, want)))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if tape := got.Tape(); !reflect.DeepEqual(tape, []uint32{2, 1}) {
		t.Errorf("tape %v", tape)
	}
}

// TestEveryCutIsNoticed cuts a recording at every byte: nothing but the whole is read.
func TestEveryCutIsNoticed(t *testing.T) {
	whole := encode(t, sample())
	for i := range len(whole) - 1 {
		if _, err := Read(strings.NewReader(whole[:i])); err == nil {
			t.Errorf("cut after %d of %d bytes, and read without an error", i, len(whole))
		}
	}
}

func TestEditsAreNoticed(t *testing.T) {
	whole := encode(t, sample())
	for _, tc := range []struct{ old, new, want string }{
		{"2\tg1", "9\tg1", `event "9" where 2 belongs`},
		{"2/3>g4", "3/3>g4", "bad choice"},
		{"2/3>g4", "2/3", "bad choice"},
		{"2/3>g4", "two", "bad choice"},
		{"a.go:7", "a.go", "has no line"},
		{"g1\tLock", "x1\tLock", "bad goroutine"},
		{"end\t5", "end\t4", "was edited"},
		{`"chaosrun":2`, `"chaosrun":1`, "record it again with chaosrun test -run"},
		{`{"chaosrun"`, `{"chaos"`, "not a chaosrun recording"},
		{"\tmutex#1\t", "\t", "fields where 8 or 9 belong"},
	} {
		_, err := Read(strings.NewReader(strings.Replace(whole, tc.old, tc.new, 1)))
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%q for %q: got %v, want %s", tc.new, tc.old, err, tc.want)
		}
	}
}

func TestDiff(t *testing.T) {
	a, b := sample().Events, sample().Events
	if d := Diff(a, b); d != -1 {
		t.Errorf("equal runs differ at %d", d)
	}
	a[0].At, b[0].At = Frame{"testing.f", "$GOROOT/testing/x.go", 1}, Frame{"testing.f", "$GOROOT/testing/x.go", 9}
	b[4].Carries = "6"
	if d := Diff(a, b); d != -1 {
		t.Errorf("runs that differ in lines of the standard library, and in what they know of values, differ at %d", d)
	}
	b[2].K = 0
	if d := Diff(a, b); d != 2 {
		t.Errorf("they differ at %d, want 2", d)
	}
	if d := Diff(a, a[:3]); d != 3 {
		t.Errorf("a prefix differs at %d, want 3", d)
	}
}

// TestValueOfAStepBefore: recording begins while goroutine 1 has announced what it does next.
func TestValueOfAStepBefore(t *testing.T) {
	raw, err := ReadRaw(strings.NewReader("S 2 send 1 2 0 1 30\nY 1 w 7\nY 2 w 5\n"))
	if err != nil {
		t.Fatal(err)
	}
	events, _, err := raw.Events(map[string]Frame{"30": {"p.f", "a.go", 2}})
	if err != nil || len(events) != 1 || events[0].Carries != "5" {
		t.Errorf("%v, %v; want one event that carries 5", events, err)
	}
}

// TestValueOfACompareAndSwap: whether it swaps comes after the value, which is not always known.
func TestValueOfACompareAndSwap(t *testing.T) {
	for lines, want := range map[string]string{"Y 1 w 7\nY 1 r fails\n": "7 fails", "Y 1 r swapped\n": "swapped"} {
		raw, err := ReadRaw(strings.NewReader("S 1 atomic.CompareAndSwap 1 2 0 1 30\n" + lines))
		if err != nil {
			t.Fatal(err)
		}
		events, _, err := raw.Events(map[string]Frame{"30": {"p.f", "a.go", 2}})
		if err != nil || len(events) != 1 || events[0].Carries != want {
			t.Errorf("%v, %v; want one event that carries %s", events, err, want)
		}
	}
}

func TestRawEvents(t *testing.T) {
	const stream = "G 0 -1 10\nP 0 1 0\nG 1 0 20\nS 0 go 0 2 1 1 21 30\nS 1 Lock 1 2 0 1 30\nB 1 sync.Mutex.Lock 1 -1 99 30\nB 1 chan_send 2 3 99 30\nV 0 3 2\nT 1500000000\nW 1 t\nX 0\n" +
		"L 1 stuck chan_send 1 2 | 99 30 | 20\n"
	frames := map[string]Frame{
		"20": {"p.T", "a.go", 1}, "30": {"p.f", "a.go", 2}, "99": {"sync.x", "$GOROOT/sync/x.go", 3}, "21": {"time.After", "$GOROOT/time/x.go", 9},
	}
	raw, err := ReadRaw(strings.NewReader(stream))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(raw.PCs()); n != 5 {
		t.Errorf("%d program counters, want 5", n)
	}
	events, stuck, err := raw.Events(frames)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, e := range events {
		lines = append(lines, e.Line())
	}
	want := []string{
		"g0\tstart\t-\t-\t-\t-\ttimer",
		"g0\tpick\t-\t-\t-\t-\t-",
		"g1\tstart\t-\ta.go:1\tp.T\t-\tg0",
		"g0\tgo\t-\ta.go:2\tp.f\t1/2>g1\ttime.After",
		"g1\tLock\tmutex#1\ta.go:2\tp.f\t0/2>g1\t-",
		"g1\twait\tmutex#1\ta.go:2\tp.f\t-\tsync.Mutex.Lock",
		"g1\twait\tchan#2\ta.go:2\tp.f\t-\tchan send\tcap 3",
		"g0\tchoice\t-\t-\t-\t2/3\t-",
		"g0\tclock\t-\t-\t-\t-\t1.5s",
		"g1\twake\t-\t-\t-\t-\ttimer",
		"g0\tend\t-\t-\t-\t-\t-",
	}
	if !reflect.DeepEqual(lines, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
	if len(stuck) != 1 || stuck[0].Reason != "chan send" || !reflect.DeepEqual(stuck[0].Objects, []string{"mutex#1", "chan#2"}) || len(stuck[0].Stack) != 2 {
		t.Errorf("stuck: %+v", stuck)
	}
}

func TestRawRejectsNonsense(t *testing.T) {
	for _, s := range []string{"Z 1\n", "S 1\n", "S x Lock 1 1 0 0\n", "\n"} {
		raw, err := ReadRaw(strings.NewReader(s))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := raw.Events(nil); err == nil {
			t.Errorf("%q: no error", s)
		}
	}
}

func TestWaits(t *testing.T) {
	at := func(line int) Frame { return Frame{File: "a.go", Line: line} }
	w := FindWaits([]Event{
		{G: 1, Kind: "Lock", Object: "mutex#1", At: at(1)},
		{G: 2, Kind: "Lock", Object: "mutex#2", At: at(2)},
		{G: 1, Kind: "Lock", Object: "mutex#2", At: at(3)},
		{G: 2, Kind: "Lock", Object: "mutex#1", At: at(4)},
		{G: 1, Kind: EvWait, Object: "mutex#2"},
		{G: 2, Kind: EvWait, Object: "mutex#1"},
		{G: 3, Kind: "RLock", Object: "rwmutex#3", At: at(5)},
		{G: 3, Kind: "send", Object: "chan#4", At: at(6)},
		{G: 4, Kind: "Lock", Object: "mutex#5", At: at(7)},
		{G: 4, Kind: "Unlock", Object: "mutex#5", At: at(8)},
		{G: 4, Kind: EvEnd},
	})
	holders := map[string][]Holder{
		"mutex#1": {{G: 1, At: at(1)}}, "mutex#2": {{G: 2, At: at(2), By: 1}}, "rwmutex#3": {{G: 3, At: at(5), Read: true, By: 6}}, "mutex#5": {},
	}
	if !reflect.DeepEqual(w.Holders, holders) {
		t.Errorf("holders %+v, want %+v", w.Holders, holders)
	}
	if !w.Ended[4] || w.Ended[1] || len(w.Uses["chan#4"]) != 1 {
		t.Errorf("ended %v, uses %v", w.Ended, w.Uses)
	}
}

// FuzzRead: no input makes Read fail in another way than with an error, and what it
// accepts it writes as it read it.
func FuzzRead(f *testing.F) {
	whole := encode(f, sample())
	f.Add(whole)
	for range 20 {
		b := []byte(whole)
		b[rand.IntN(len(b))] = byte(rand.IntN(256))
		f.Add(string(b))
	}
	f.Fuzz(func(t *testing.T, s string) {
		tr, err := Read(strings.NewReader(s))
		if err != nil {
			return
		}
		again, err := Read(strings.NewReader(encode(t, tr)))
		if err != nil || !reflect.DeepEqual(again.Events, tr.Events) {
			t.Errorf("written and read again it is another recording: %v", err)
		}
	})
}

func FuzzRaw(f *testing.F) {
	f.Add("G 0 -1 10\nS 0 go 0 2 1 1 21 30\nL 1 stuck chan_send 1 2 | 99 30 | 20\n")
	f.Fuzz(func(t *testing.T, s string) {
		raw, err := ReadRaw(strings.NewReader(s))
		if err != nil {
			return
		}
		raw.PCs()
		raw.Events(nil)
	})
}
