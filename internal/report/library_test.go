package report

import (
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

const fetching = `package bank

func TestFetch(t *testing.T) {
	resp, err := client.Get(url)
	once.Do(load)
	next := waiters[0]
	close(next)
}

func ask() {
	given := c.ask()
	<-given
	wg.Go(func() { once.Do(load) })
}
`

// TestLibraryGoroutinesFold: goroutines that a library has started are named with its package, and their steps and
// the objects that they use are not shown.
func TestLibraryGoroutinesFold(t *testing.T) {
	t.Parallel()
	inside := func(line int, fn string) trace.Frame {
		return trace.Frame{Func: fn, File: "$GOROOT/net/http/transport.go", Line: line}
	}
	get, loop := inBank(4), inside(9, "net/http.(*persistConn).readLoop")
	tr := &trace.Trace{
		Header: trace.Header{
			Test: "TestFetch", Kind: "deadlock", Message: "all 3 goroutines of the test are blocked", Seed: 1, Strategy: "auto",
			Goroutine: []trace.Stuck{
				{ID: 1, Status: "stuck", Reason: "select", Objects: []string{"chan#7"}, Stack: []trace.Frame{inside(1, "net/http.(*Client).do"), get}},
				{ID: 2, Status: "stuck", Reason: "select", Objects: []string{"chan#8", "chan#9"}, Stack: []trace.Frame{loop}},
				{ID: 3, Status: "stuck", Reason: "select", Objects: []string{"chan#9"}, Stack: []trace.Frame{loop}},
			},
		},
		Events: []trace.Event{
			{G: 1, Kind: trace.EvStart, Detail: "g0"},
			{G: 1, Kind: trace.EvWait, Detail: "select", At: get},
			{G: 2, Kind: trace.EvStart, Detail: "g1", At: inside(3, "net/http.(*Transport).dialConn")},
			{G: 1, Kind: "go", Detail: "net/http.(*Transport).dialConn", At: get},
			{G: 3, Kind: trace.EvStart, Detail: "g1", At: inside(3, "net/http.(*Transport).dialConn")},
			{G: 1, Kind: "go", Detail: "net/http.(*Transport).dialConn", At: get},
			{G: 2, Kind: "send", Object: "chan#7", At: loop},
			{G: 1, Kind: trace.EvWake, Detail: "g2"},
			{G: 2, Kind: trace.EvWait, Detail: "select", At: loop},
			{G: 3, Kind: trace.EvWait, Detail: "select", At: loop},
			{G: 1, Kind: "select", Detail: "net/http.(*Client).do", At: get},
			{G: 1, Kind: trace.EvWait, Detail: "select", At: get},
		},
	}
	got := failureOf(t, tr, fetching)
	hasAll(t, got,
		"    g2 and g3 are blocked in net/http\n",
		"    deadlock: all 3 goroutines of the test are blocked, among them g1 at “resp,\n        err := client.Get(url)” (bank_test.go:4)\n",
	)
	if n := strings.Count(got, "client.Get(url)  "); n != 2 {
		t.Errorf("the call has %d lines, want its beginning and where it blocks for good:\n%s", n, got)
	}
	if strings.Contains(got, "chan#") || strings.Contains(got, "\n    g2   ") {
		t.Errorf("the text shows what is inside of the library:\n%s", got)
	}
}

// TestChannelOfTwoNames: two functions call it differently, and the name is one of these, with its number.
func TestChannelOfTwoNames(t *testing.T) {
	t.Parallel()
	src := moduleWith(t, "bank_test.go", fetching)
	var events []trace.Event
	for _, o := range []string{"chan#5", "chan#6"} {
		events = append(events, trace.Event{G: 1, Kind: "close", Object: o, At: inBank(7)}, trace.Event{G: 2, Kind: "recv", Object: o, At: inBank(12)})
	}
	if names := objectNames(events, src); names["chan#5"] != "next#5" || names["chan#6"] != "next#6" {
		t.Errorf("the names are %v", names)
	}
}

// TestChannelIsCalledAsWhereItIsMade: the function that makes it knows best.
func TestChannelIsCalledAsWhereItIsMade(t *testing.T) {
	t.Parallel()
	src := moduleWith(t, "bank_test.go", strings.Replace(fetching, "c.ask()", "make(chan bool)", 1))
	var events []trace.Event
	for _, o := range []string{"chan#5", "chan#6"} {
		events = append(events, trace.Event{G: 1, Kind: "close", Object: o, At: inBank(7)}, trace.Event{G: 2, Kind: "recv", Object: o, At: inBank(12)})
	}
	if names := objectNames(events, src); names["chan#5"] != "given#5" || names["chan#6"] != "given#6" {
		t.Errorf("the names are %v", names)
	}
}

// TestElementOfTwoNames: two lines have another index, and the name is that of the slice, with its number.
func TestElementOfTwoNames(t *testing.T) {
	t.Parallel()
	src := moduleWith(t, "bank_test.go", "package bank\n\nfunc ask() {\n\tb.done[i].Load()\n\tb.done[task.(int)].Store(true)\n}\n")
	var events []trace.Event
	for _, o := range []string{"atomic#5", "atomic#6"} {
		events = append(events, trace.Event{G: 1, Kind: "atomic.Load", Object: o, At: inBank(4)}, trace.Event{G: 2, Kind: "atomic.Store", Object: o, At: inBank(5)})
	}
	if names := objectNames(events, src); names["atomic#5"] != "done#5" || names["atomic#6"] != "done#6" {
		t.Errorf("the names are %v", names)
	}
	for x, want := range map[string]string{"a.m[k].list[at[i]]": "a.m[k].list", "a[i].b": "a[i].b", "]": "]"} {
		if got := withoutIndex(x); got != want {
			t.Errorf("%s without index is %s, want %s", x, got, want)
		}
	}
}

// TestOnceIsRun: who waits for a Once waits for a call of Do, and not for its lock.
func TestOnceIsRun(t *testing.T) {
	t.Parallel()
	stuck := func(g int, reason, object string, line int) trace.Stuck {
		return trace.Stuck{ID: g, Status: "stuck", Reason: reason, Objects: []string{object}, Stack: []trace.Frame{inBank(line)}}
	}
	tr := &trace.Trace{
		Header: trace.Header{
			Test: "TestFetch", Kind: "deadlock", Message: "both", Seed: 1, Strategy: "auto",
			Goroutine: []trace.Stuck{stuck(1, "sync.Mutex.Lock", "mutex#2", 5), stuck(2, "sync.Mutex.Lock", "mutex#3", 13)},
		},
		Events: []trace.Event{
			{G: 1, Kind: trace.EvStart, Detail: "g0"},
			{G: 2, Kind: trace.EvStart, Detail: "g1", At: inBank(13)},
			{G: 1, Kind: "go", At: inBank(13)},
			{G: 1, Kind: "Lock", Object: "mutex#3", At: inBank(6)},
			{G: 2, Kind: "once.Do", Object: "once#1", At: inBank(13)},
			{G: 2, Kind: "Lock", Object: "mutex#2", At: inBank(13)},
			{G: 2, Kind: "Lock", Object: "mutex#3", At: inBank(13)},
			{G: 2, Kind: trace.EvWait, Object: "mutex#3", Detail: "sync.Mutex.Lock", At: inBank(13)},
			{G: 1, Kind: "once.Do", Object: "once#1", At: inBank(5)},
			{G: 1, Kind: "Lock", Object: "mutex#2", At: inBank(5)},
			{G: 1, Kind: trace.EvWait, Object: "mutex#2", Detail: "sync.Mutex.Lock", At: inBank(5)},
		},
	}
	got := failureOf(t, tr, fetching)
	hasAll(t, got,
		"deadlock: g1 waits for once.Do, run by g2, which waits for mutex#3, held by\n        g1\n",
		"        once.Do is run by g2, since “wg.Go(func() { once.Do(load) })”", "       g2   bank_test.go:13  once.Do(load)\n",
		"     > g1   bank_test.go:5   once.Do(load)                                blocks\n",
	)
}

// TestOpenBody: of a connection that waits for the body of a response it says which response that is.
func TestOpenBody(t *testing.T) {
	t.Parallel()
	const get, reader, writer = 1, 2, 3
	stack := func(fn string) []trace.Frame {
		return []trace.Frame{{Func: fn, File: "$GOROOT/net/http/transport.go", Line: 9}}
	}
	tr := &trace.Trace{
		Header: trace.Header{
			Test: "TestFetch", Kind: "leak", Message: "the test has returned, and 2 goroutines are blocked forever", Seed: 1, Strategy: "auto",
			Goroutine: []trace.Stuck{
				{ID: reader, Status: "stuck", Reason: "select", Objects: []string{"chan#7", "chan#8", "chan#9"}, Stack: stack("net/http.(*persistConn).readLoop")},
				{ID: writer, Status: "stuck", Reason: "select", Objects: []string{"chan#9", "chan#6"}, Stack: stack("net/http.(*persistConn).writeLoop")},
			},
		},
		Events: []trace.Event{
			{G: get, Kind: trace.EvStart, Detail: "g0"},
			{G: reader, Kind: trace.EvStart, Detail: "g1", At: stack("net/http.(*Transport).dialConn")[0]},
			{G: get, Kind: "go", Detail: "net/http.(*Transport).dialConn", At: inBank(4)},
			{G: writer, Kind: trace.EvStart, Detail: "g1", At: stack("net/http.(*Transport).dialConn")[0]},
			{G: get, Kind: "go", Detail: "net/http.(*Transport).dialConn", At: inBank(4)},
			{G: reader, Kind: trace.EvCase, Object: "chan#5", Detail: "send 0 of 2", At: stack("net/http.(*persistConn).readLoop")[0]},
			{G: reader, Kind: trace.EvWait, Detail: "select", At: stack("net/http.(*persistConn).readLoop")[0]},
			{G: get, Kind: trace.EvCase, Object: "chan#5", Detail: "recv 1 of 5", At: inBank(4)},
			{G: get, Kind: trace.EvEnd},
		},
	}
	got := failureOf(t, tr, fetching)
	hasAll(t, got, "    leak: the test has returned, and 2 goroutines are blocked forever: ", "“resp, err := client.Get(url)”")
	if strings.Count(strings.Join(strings.Fields(got), " "), "was not closed") != 1 {
		t.Errorf("it is said more than once:\n%s", got)
	}
	tr.Goroutine = append(tr.Goroutine, trace.Stuck{ID: 4, Status: "stuck", Reason: "chan receive", Objects: []string{"chan#1"}, Stack: []trace.Frame{inBank(12)}})
	hasAll(t, failureOf(t, tr, fetching), "g2 and g3 are blocked in a client of net/http: the body of the response at\n        “resp, err := client.Get(url)” (bank_test.go:4) was not closed\n")
	tr.Goroutine[0].Objects = tr.Goroutine[0].Objects[:2] // it waits until the response is received
	hasAll(t, failureOf(t, tr, fetching), "g2 and g3 are blocked in net/http\n")
}
