package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

const stack = `package bank

type node struct{ next atomic.Pointer[node] }

var head atomic.Pointer[node]

func push(n *node) {
	old := head.Load()
	n.next.Store(old)
	head.CompareAndSwap(old, n)
}

func pop() {
	old := head.Load()
	head.CompareAndSwap(old, old.next.Load())
}

func other(n *node) {
	old := head.Load()
	old = n
	old.next.Load()
}

func loop() {
	for i := range 2 {
		n := <-nodes
		if i > 0 {
			n.next.Load()
		}
		head.Store(n)
	}
}
`

// stacked has events on the variable head, which is atomic#1, and on the fields of nodes.
func stacked(es ...trace.Event) *trace.Trace {
	return &trace.Trace{Header: trace.Header{Test: "TestStack", Kind: "assert", Run: 1}, Events: es}
}

func op(g int, kind, object string, line int, carries string) trace.Event {
	return trace.Event{G: g, Kind: "atomic." + kind, Object: object, At: inBank(line), Carries: carries}
}

// carried is what the events carry and are done to, with pointers named.
func carried(t *testing.T, tr *trace.Trace) []string {
	t.Helper()
	var texts []string
	for _, e := range pointed(tr, moduleWith(t, "bank_test.go", stack)).Events {
		texts = append(texts, e.Object+" "+e.Carries)
	}
	return texts
}

// TestPointersAreToldApart: two nodes are pushed, one goroutine reads the head, another takes it away, and it comes back.
func TestPointersAreToldApart(t *testing.T) {
	t.Parallel()
	push := func(g int, field, found string) []trace.Event {
		return []trace.Event{op(g, "Load", "atomic#1", 8, found), op(g, "Store", field, 9, "nil"), op(g, "CompareAndSwap", "atomic#1", 10, found+" swapped")}
	}
	var es []trace.Event
	es = append(es, push(1, "atomic#2", "nil")...)
	es = append(es, push(1, "atomic#3", "non-nil")...)
	es = append(es, op(2, "Load", "atomic#1", 14, "non-nil"), op(2, "Load", "atomic#3", 15, "non-nil"))
	es = append(es, op(3, "Load", "atomic#1", 14, "non-nil"), op(3, "Load", "atomic#3", 15, "non-nil"), op(3, "CompareAndSwap", "atomic#1", 15, "non-nil swapped"))
	es = append(es, op(3, "Load", "atomic#1", 8, "non-nil"), op(3, "Store", "atomic#3", 9, "non-nil"), op(3, "CompareAndSwap", "atomic#1", 10, "non-nil swapped"))
	es = append(es, op(2, "CompareAndSwap", "atomic#1", 15, "non-nil swapped"))
	want := []string{
		"atomic#1 nil", "node#1.next nil", "atomic#1 nil swapped",
		"atomic#1 node#1", "node#2.next nil", "atomic#1 node#1 swapped",
		"atomic#1 node#2", "node#2.next node#1",
		"atomic#1 node#2", "node#2.next node#1", "atomic#1 node#2 swapped",
		"atomic#1 node#1", "node#2.next node#1", "atomic#1 node#1 swapped",
		"atomic#1 node#2 swapped",
	}
	if got := carried(t, stacked(es...)); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestPointersThatAreNotKnown: nothing is said where a variable has got another value, where the line may belong to
// another turn of the loop, where the beginning is missing, and where what is known contradicts itself.
func TestPointersThatAreNotKnown(t *testing.T) {
	t.Parallel()
	known := []trace.Event{op(1, "Load", "atomic#1", 14, "non-nil"), op(1, "Load", "atomic#3", 15, "non-nil"), op(1, "CompareAndSwap", "atomic#1", 15, "non-nil swapped"), op(1, "Load", "atomic#1", 14, "non-nil"), op(1, "Load", "atomic#4", 15, "nil")}
	if got := carried(t, stacked(known...)); !slices.Contains(got, "atomic#1 node#1") {
		t.Fatalf("the pointers are not known: %q", got)
	}
	for name, tr := range map[string]*trace.Trace{
		"assigned again": stacked(op(1, "Load", "atomic#1", 19, "non-nil"), op(1, "Load", "atomic#3", 21, "non-nil"), op(2, "Load", "atomic#1", 19, "non-nil"), op(2, "Load", "atomic#4", 21, "non-nil")),
		"another turn":   stacked(op(1, "Load", "atomic#3", 28, "non-nil"), op(1, "Store", "atomic#1", 30, "non-nil"), op(1, "Store", "atomic#1", 30, "non-nil")),
		"contradiction":  stacked(append(slices.Clone(known[:1]), op(1, "Load", "atomic#3", 15, "nil"), op(1, "Load", "atomic#4", 15, "nil"))...),
		"the end alone": func() *trace.Trace {
			tr := stacked(known...)
			tr.From = 100
			return tr
		}(),
	} {
		if got := strings.Join(carried(t, tr), ", "); strings.Contains(got, "node#") {
			t.Errorf("%s: pointers are named: %s", name, got)
		}
	}
}
