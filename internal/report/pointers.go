package report

import (
	"cmp"
	"fmt"
	"go/ast"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// Recordings say of a pointer in an atomic variable that it is nil or not: addresses differ from run to run. But they
// number the objects that a pointer leads to, and the source says which pointer that was: after old := head.Load(),
// old.next.Load() is done to a field of what head pointed to. What is loaded between two stores is the same, a
// CompareAndSwap that succeeds has found what it expects, and what is stored is a variable or what was loaded.

const (
	isNil    = "nil"
	isNotNil = "non-nil"
)

// pointed returns the recording with pointers named of which it is known which ones are the same and which are not:
// node#1 and node#2. The objects that are fields of what they point to are named so: node#1.next.
func pointed(t *trace.Trace, src *Sources) *trace.Trace {
	if t.From > 0 || !slices.ContainsFunc(t.Events, func(e trace.Event) bool { return strings.HasPrefix(e.Carries, isNotNil) }) {
		return t
	}
	p := pointers{t: t, src: src, parent: make(map[string]string), fields: make(map[string]string), stored: make(map[int]string), expected: make(map[int]string)}
	p.readSource()
	p.follow()
	names := p.names()
	if len(names) < 2 {
		return t
	}
	object := func(o string) string {
		if n := names[p.root(o)]; n != "" && p.fields[o] != "" {
			return n + "." + p.fields[o]
		}
		return o
	}
	u := *t
	u.Events = slices.Clone(t.Events)
	for i, e := range u.Events {
		if rest, ok := strings.CutPrefix(e.Carries, isNotNil); ok {
			u.Events[i].Carries = cmp.Or(names[p.root(value(i))], isNotNil) + rest
		}
		u.Events[i].Object = object(e.Object)
	}
	u.Goroutine = slices.Clone(t.Goroutine)
	for i, g := range u.Goroutine {
		u.Goroutine[i].Objects = slices.Clone(g.Objects)
		for j, o := range g.Objects {
			u.Goroutine[i].Objects[j] = object(o)
		}
	}
	return &u
}

// pointers finds which pointers are the same. What is known to be the same has the same root: values, by their events,
// and objects, which stand for what they are fields of.
type pointers struct {
	t        *trace.Trace
	src      *Sources
	parent   map[string]string
	fields   map[string]string // object -> the field that it is
	calls    []*atomicCall     // by event
	stored   map[int]string    // event -> what it stores
	expected map[int]string    // CompareAndSwap -> what it expects
}

// value is what the variable of event i is before that.
func value(i int) string { return "value " + strconv.Itoa(i) }

func (p *pointers) root(x string) string {
	for p.parent[x] != "" {
		x = p.parent[x]
	}
	return x
}

// same notes that two are the same, if both are known.
func (p *pointers) same(a, b string) {
	if a, b = p.root(a), p.root(b); a != "" && b != "" && a != isNil && b != isNil && a != b {
		p.parent[a] = b
	}
}

// readSource finds what the source says.
func (p *pointers) readSource() {
	p.calls = make([]*atomicCall, len(p.t.Events))
	last := make(map[int]map[*atomicCall]int) // goroutine -> the last event of each call
	for i, e := range p.t.Events {
		s := p.src.syntax(e.At.File)
		c := p.callOf(s, e)
		if c == nil {
			continue
		}
		p.calls[i] = c
		own := last[e.G]
		if own == nil {
			own = make(map[*atomicCall]int)
			last[e.G] = own
		}
		if c.base != "" {
			p.fields[e.Object] = strings.TrimPrefix(c.what, c.base+".")
			p.same(p.variable(c.in, c.base, c.line, own), e.Object)
		}
		switch arg := func(n int) string { return p.argument(s, c, n, own) }; c.method {
		case "Store", "Swap":
			p.stored[i] = arg(0)
		case "CompareAndSwap":
			p.expected[i], p.stored[i] = arg(0), arg(1)
		}
		own[c] = i
	}
}

// callOf is the call of the source that an event is of, or nil if several can be.
func (p *pointers) callOf(s *syntax, e trace.Event) *atomicCall {
	if s == nil || e.Object == "" || e.Detail != "" || methods[e.Kind] == nil {
		return nil
	}
	var found *atomicCall
	for _, c := range s.atomics[e.At.Line] {
		if !slices.Contains(methods[e.Kind], c.method) {
			continue
		}
		if found != nil {
			return nil
		}
		found = c
	}
	return found
}

// variable is what a variable of a function is at a line: what a call has loaded into it, or what an object is a field
// of that it has led to before. own are the last events of the goroutine.
func (p *pointers) variable(f *function, name string, line int, own map[*atomicCall]int) string {
	since := f.lastAssigned(name, line)
	if since == 0 {
		return ""
	}
	best := -1
	for c, i := range own {
		switch {
		case !c.before(f, line):
		case c.method == "Load" && c.gets == name && c.line == since:
			return value(i)
		case c.base == name && (c.line > since || since == f.from) && i > best:
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	return p.t.Events[best].Object
}

// argument is what the n-th argument of a call in a file is.
func (p *pointers) argument(s *syntax, c *atomicCall, n int, own map[*atomicCall]int) string {
	if n >= len(c.call.Args) {
		return ""
	}
	switch x := ast.Unparen(c.call.Args[n]).(type) {
	case *ast.Ident:
		if x.Name == isNil {
			return isNil
		}
		return p.variable(c.in, x.Name, c.line, own)
	case *ast.CallExpr:
		for _, load := range s.atomics[c.line] {
			if i, ok := own[load]; ok && load.call == x && load.method == "Load" {
				return value(i)
			}
		}
	}
	return ""
}

// follow follows the variables through the run, in the order in which steps take effect.
func (p *pointers) follow() {
	is := make(map[string]string) // object -> what it is, if that is known
	for _, s := range trace.Order(p.t.Events) {
		if s.Never || s.Object == "" || !strings.HasPrefix(s.Kind, "atomic.") {
			continue
		}
		found, did := swappedOr(s.Event)
		if found != isNil && found != isNotNil {
			delete(is, s.Object)
			continue
		}
		if found == isNotNil {
			p.same(is[s.Object], value(s.Index))
			is[s.Object] = value(s.Index)
		}
		if did == "swapped" && found == isNotNil {
			p.same(p.expected[s.Index], value(s.Index))
		}
		if s.Kind == "atomic.Store" || s.Kind == "atomic.Swap" || did == "swapped" {
			is[s.Object] = p.stored[s.Index]
		}
	}
}

// names are the names of the pointers that lead to known objects, by their roots, numbered by their first use. There
// are none if what is known contradicts itself.
func (p *pointers) names() map[string]string {
	own := make(map[string]map[string]string) // root -> field -> object
	for _, o := range slices.Sorted(maps.Keys(p.fields)) {
		r := p.root(o)
		if own[r] == nil {
			own[r] = make(map[string]string)
		}
		if own[r][p.fields[o]] != "" {
			return nil // one pointer would lead to two objects
		}
		own[r][p.fields[o]] = o
	}
	of := make(map[string]string) // root -> what it points to
	for i, e := range p.t.Events {
		if r := p.root(value(i)); own[r] != nil && strings.HasPrefix(e.Carries, isNotNil) {
			of[r] = cmp.Or(of[r], p.pointsTo(i))
		}
	}
	names := make(map[string]string)
	number := make(map[string]int)
	for _, s := range trace.Order(p.t.Events) {
		for _, r := range []string{p.root(value(s.Index)), p.root(s.Object)} {
			if kind := of[r]; kind != "" && names[r] == "" {
				number[kind]++
				names[r] = fmt.Sprintf("%s#%d", kind, number[kind])
			}
		}
	}
	return names
}

// pointsTo is the type that the pointer of event i points to, as far as the file says it.
func (p *pointers) pointsTo(i int) string {
	c := p.calls[i]
	if c == nil {
		return "pointer"
	}
	field := c.what[strings.LastIndexByte(c.what, '.')+1:]
	return cmp.Or(p.src.syntax(p.t.Events[i].At.File).pointsTo[field], "pointer")
}
