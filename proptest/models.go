package proptest

import (
	"math/bits"
	"slices"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"

	"github.com/chaosrun/chaosrun/sched"
)

// The ready-made models take a function that makes an object and returns its operations: a
// struct of functions, usually method values. Operations that are nil are left out. Elements
// and values are small numbers, so that they meet.

var small = gen.IntRange(0, 3)

// commandsOf leaves out the commands that the object lacks.
func commandsOf[T, S any](t T, all ...optional[T, S]) []Command[T, S] {
	var out []Command[T, S]
	for _, o := range all {
		if o.has(t) {
			out = append(out, o.Command)
		}
	}
	return out
}

// optional is a command that an object may lack.
type optional[T, S any] struct {
	has func(T) bool
	Command[T, S]
}

func command[T, S any](has func(T) bool, name string, arg gopter.Gen, run func(T, any) any, next func(s S, arg, out any) (S, bool)) optional[T, S] {
	return optional[T, S]{has, Command[T, S]{Name: name, Arg: arg, Run: run, Next: next}}
}

// maybe is a value that there may be none of.
type maybe struct {
	Value int
	OK    bool
}

func found(v int, ok bool) maybe {
	if !ok {
		v = 0 // what else is returned does not matter
	}
	return maybe{v, ok}
}

// pair is two numbers: the argument of commands that take two.
type pair struct{ A, B int }

var smallPair = gopter.CombineGens(small, small).Map(func(vs []any) pair { return pair{vs[0].(int), vs[1].(int)} })

// RegisterOps are the operations of a register that holds a number, initially 0.
type RegisterOps struct {
	Read  func() int
	Write func(int)
	Swap  func(int) (old int)
	CAS   func(old, new int) bool
}

// Register is the model of a register.
func Register(newObject func() RegisterOps) Model[RegisterOps, int] {
	return Model[RegisterOps, int]{
		New: newObject,
		Commands: commandsOf(newObject(),
			command(func(r RegisterOps) bool { return r.Read != nil }, "Read", nil,
				func(r RegisterOps, _ any) any { return r.Read() },
				func(s int, _, out any) (int, bool) { return s, out == s }),
			command(func(r RegisterOps) bool { return r.Write != nil }, "Write", small,
				func(r RegisterOps, v any) any { r.Write(v.(int)); return nil },
				func(_ int, v, _ any) (int, bool) { return v.(int), true }),
			command(func(r RegisterOps) bool { return r.Swap != nil }, "Swap", small,
				func(r RegisterOps, v any) any { return r.Swap(v.(int)) },
				func(s int, v, out any) (int, bool) { return v.(int), out == s }),
			command(func(r RegisterOps) bool { return r.CAS != nil }, "CAS", smallPair,
				func(r RegisterOps, p any) any { return r.CAS(p.(pair).A, p.(pair).B) },
				func(s int, p, out any) (int, bool) {
					if s == p.(pair).A {
						return p.(pair).B, out == true
					}
					return s, out == false
				}),
		),
	}
}

// CounterOps are the operations of a counter, initially 0.
type CounterOps struct {
	Get    func() int
	Inc    func()
	Dec    func()
	Add    func(int)     // of 1 to 4
	AddGet func(int) int // the same, and returns the new sum
}

// Counter is the model of a counter.
func Counter(newObject func() CounterOps) Model[CounterOps, int] {
	upTo4 := gen.IntRange(1, 4)
	return Model[CounterOps, int]{
		New: newObject,
		Commands: commandsOf(newObject(),
			command(func(c CounterOps) bool { return c.Get != nil }, "Get", nil,
				func(c CounterOps, _ any) any { return c.Get() },
				func(s int, _, out any) (int, bool) { return s, out == s }),
			command(func(c CounterOps) bool { return c.Inc != nil }, "Inc", nil,
				func(c CounterOps, _ any) any { c.Inc(); return nil },
				func(s int, _, _ any) (int, bool) { return s + 1, true }),
			command(func(c CounterOps) bool { return c.Dec != nil }, "Dec", nil,
				func(c CounterOps, _ any) any { c.Dec(); return nil },
				func(s int, _, _ any) (int, bool) { return s - 1, true }),
			command(func(c CounterOps) bool { return c.Add != nil }, "Add", upTo4,
				func(c CounterOps, n any) any { c.Add(n.(int)); return nil },
				func(s int, n, _ any) (int, bool) { return s + n.(int), true }),
			command(func(c CounterOps) bool { return c.AddGet != nil }, "AddGet", upTo4,
				func(c CounterOps, n any) any { return c.AddGet(n.(int)) },
				func(s int, n, out any) (int, bool) { s += n.(int); return s, out == s }),
		),
	}
}

// MapOps are the operations of a map from numbers to numbers.
type MapOps struct {
	Load        func(k int) (v int, ok bool)
	Store       func(k, v int)
	Delete      func(k int)
	LoadOrStore func(k, v int) (actual int, loaded bool)
	LoadDelete  func(k int) (v int, ok bool)
}

// Map is the model of a map whose keys do not depend on each other.
func Map(newObject func() MapOps) Model[MapOps, maybe] {
	key := gen.IntRange(0, 2)
	keyValue := gopter.CombineGens(key, small).Map(func(vs []any) pair { return pair{vs[0].(int), vs[1].(int)} })
	return Model[MapOps, maybe]{
		New: newObject,
		Key: func(arg any) any {
			if p, ok := arg.(pair); ok {
				return p.A
			}
			return arg
		},
		Commands: commandsOf(newObject(),
			command(func(m MapOps) bool { return m.Load != nil }, "Load", key,
				func(m MapOps, k any) any { return found(m.Load(k.(int))) },
				func(s maybe, _, out any) (maybe, bool) { return s, out == s }),
			command(func(m MapOps) bool { return m.Store != nil }, "Store", keyValue,
				func(m MapOps, p any) any { m.Store(p.(pair).A, p.(pair).B); return nil },
				func(_ maybe, p, _ any) (maybe, bool) { return maybe{p.(pair).B, true}, true }),
			command(func(m MapOps) bool { return m.Delete != nil }, "Delete", key,
				func(m MapOps, k any) any { m.Delete(k.(int)); return nil },
				func(maybe, any, any) (maybe, bool) { return maybe{}, true }),
			command(func(m MapOps) bool { return m.LoadOrStore != nil }, "LoadOrStore", keyValue,
				func(m MapOps, p any) any {
					v, loaded := m.LoadOrStore(p.(pair).A, p.(pair).B)
					return maybe{v, loaded}
				},
				func(s maybe, p, out any) (maybe, bool) {
					if s.OK {
						return s, out == s
					}
					return maybe{p.(pair).B, true}, out == maybe{p.(pair).B, false}
				}),
			command(func(m MapOps) bool { return m.LoadDelete != nil }, "LoadDelete", key,
				func(m MapOps, k any) any { return found(m.LoadDelete(k.(int))) },
				func(s maybe, _, out any) (maybe, bool) { return maybe{}, out == s }),
		),
	}
}

// SetOps are the operations of a set of numbers. Add and Remove report whether they have changed
// the set.
type SetOps struct {
	Has    func(int) bool
	Add    func(int) bool
	Remove func(int) bool
	Len    func() int
}

// Set is the model of a set.
func Set(newObject func() SetOps) Model[SetOps, uint64] {
	elem := gen.IntRange(0, 2)
	bit := func(v any) uint64 { return 1 << v.(int) }
	return Model[SetOps, uint64]{
		New: newObject,
		Commands: commandsOf(newObject(),
			command(func(x SetOps) bool { return x.Has != nil }, "Has", elem,
				func(x SetOps, v any) any { return x.Has(v.(int)) },
				func(s uint64, v, out any) (uint64, bool) { return s, out == (s&bit(v) != 0) }),
			command(func(x SetOps) bool { return x.Add != nil }, "Add", elem,
				func(x SetOps, v any) any { return x.Add(v.(int)) },
				func(s uint64, v, out any) (uint64, bool) { return s | bit(v), out == (s&bit(v) == 0) }),
			command(func(x SetOps) bool { return x.Remove != nil }, "Remove", elem,
				func(x SetOps, v any) any { return x.Remove(v.(int)) },
				func(s uint64, v, out any) (uint64, bool) { return s &^ bit(v), out == (s&bit(v) != 0) }),
			command(func(x SetOps) bool { return x.Len != nil }, "Len", nil,
				func(x SetOps, _ any) any { return x.Len() },
				func(s uint64, _, out any) (uint64, bool) { return s, out == bits.OnesCount64(s) }),
		),
	}
}

// yield lets others go on inside of a command, where it uses what a lock guards.
func yield() { sched.Yield() }

// drop is a slice without its i-th element: a new one.
func drop(s []int, i int) []int { return slices.Delete(slices.Clone(s), i, i+1) }

// push is a slice with one element more: a new one.
func push(s []int, v int) []int { return append(slices.Clip(s), v) }
