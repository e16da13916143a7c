package proptest

import (
	"slices"
	"sync"
	"sync/atomic"
)

// lru is a cache with room for all keys, so that it is a map.
type lru struct {
	wrong bool
	mu    sync.Mutex
	m     map[int]int
	order []int // least recently used first
}

func (c *lru) touch(k int) {
	if i := slices.Index(c.order, k); i >= 0 {
		c.order = slices.Delete(c.order, i, i+1)
	}
	c.order = append(c.order, k)
}

func (c *lru) get(k int) (int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.m[k]
	if ok {
		c.touch(k)
	}
	return v, ok
}

func (c *lru) put(k, v int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.m[k] = v
	c.touch(k)
}

func (c *lru) getOrPut(k, v int) (int, bool) {
	if c.wrong {
		if old, ok := c.get(k); ok {
			return old, true
		}
		c.put(k, v) // somebody may have put it meanwhile
		return v, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.touch(k)
	if old, ok := c.m[k]; ok {
		return old, true
	}
	c.m[k] = v
	return v, false
}

// sharded is a map of shards with a lock each.
type sharded struct {
	wrong  bool
	shards [2]struct {
		sync.RWMutex
		m map[int]int
	}
}

func (s *sharded) load(k int) (int, bool) {
	sh := &s.shards[k%2]
	sh.RLock()
	defer sh.RUnlock()
	v, ok := sh.m[k]
	return v, ok
}

func (s *sharded) store(k, v int) {
	sh := &s.shards[k%2]
	sh.Lock()
	defer sh.Unlock()
	if sh.m == nil {
		sh.m = make(map[int]int)
	}
	sh.m[k] = v
}

func (s *sharded) loadDelete(k int) (int, bool) {
	sh := &s.shards[k%2]
	if s.wrong {
		v, ok := s.load(k)
		sh.Lock()
		delete(sh.m, k) // maybe another value than v
		sh.Unlock()
		return v, ok
	}
	sh.Lock()
	defer sh.Unlock()
	v, ok := sh.m[k]
	delete(sh.m, k)
	return v, ok
}

// index is a map that is read under a read lock, which has to be given up to write.
type index struct {
	wrong bool
	mu    sync.RWMutex
	m     map[int]int
}

func (x *index) load(k int) (int, bool) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	v, ok := x.m[k]
	return v, ok
}

func (x *index) loadOrStore(k, v int) (int, bool) {
	x.mu.RLock()
	old, ok := x.m[k]
	x.mu.RUnlock()
	if ok {
		return old, true
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if old, ok := x.m[k]; ok && !x.wrong {
		return old, true
	}
	x.m[k] = v
	return v, false
}

// cowSet is a set that is copied on write.
type cowSet struct {
	wrong bool
	p     atomic.Pointer[[]int]
}

func (s *cowSet) change(change func([]int) ([]int, bool)) bool {
	for {
		old := s.p.Load()
		next, changed := change(*old)
		if s.wrong {
			s.p.Store(&next)
			return changed
		}
		if s.p.CompareAndSwap(old, &next) {
			return changed
		}
	}
}

func newCowSet(wrong bool) SetOps {
	s := &cowSet{wrong: wrong}
	s.p.Store(new([]int))
	return SetOps{
		Has: func(v int) bool { return slices.Contains(*s.p.Load(), v) },
		Add: func(v int) bool {
			return s.change(func(old []int) ([]int, bool) {
				if slices.Contains(old, v) {
					return old, false
				}
				return push(old, v), true
			})
		},
		Remove: func(v int) bool {
			return s.change(func(old []int) ([]int, bool) {
				if i := slices.Index(old, v); i >= 0 {
					return drop(old, i), true
				}
				return old, false
			})
		},
	}
}

// countedSet keeps its size beside itself.
type countedSet struct {
	wrong bool
	mu    sync.Mutex
	m     map[int]bool
	n     atomic.Int64
}

func (s *countedSet) add(v int) bool {
	s.mu.Lock()
	had := s.m[v]
	s.m[v] = true
	if !had && !s.wrong {
		s.n.Add(1)
	}
	s.mu.Unlock()
	if !had && s.wrong {
		s.n.Add(1) // others have seen the element already
	}
	return !had
}

func (s *countedSet) has(v int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.m[v]
}

func (s *countedSet) len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return int(s.n.Load())
}

var seededMaps = []seeded{
	modelled("lru cache: get or put in two steps", 3, func(wrong bool) Model[MapOps, maybe] {
		return Map(func() MapOps {
			c := &lru{wrong: wrong, m: make(map[int]int)}
			return MapOps{Load: c.get, Store: c.put, LoadOrStore: c.getOrPut}
		})
	}),
	modelled("sharded map: load and delete in two steps", 3, func(wrong bool) Model[MapOps, maybe] {
		return Map(func() MapOps {
			s := &sharded{wrong: wrong}
			return MapOps{Load: s.load, Store: s.store, LoadDelete: s.loadDelete}
		})
	}),
	modelled("index: no second look under the write lock", 3, func(wrong bool) Model[MapOps, maybe] {
		return Map(func() MapOps {
			x := &index{wrong: wrong, m: make(map[int]int)}
			return MapOps{Load: x.load, LoadOrStore: x.loadOrStore}
		})
	}),
	modelled("sync.Map: load, then store", 3, func(wrong bool) Model[MapOps, maybe] {
		return Map(func() MapOps {
			var m sync.Map
			load := func(k int) (int, bool) { v, ok := m.Load(k); n, _ := v.(int); return n, ok }
			return MapOps{
				Load:   load,
				Store:  func(k, v int) { m.Store(k, v) },
				Delete: func(k int) { m.Delete(k) },
				LoadOrStore: func(k, v int) (int, bool) {
					if wrong {
						if old, ok := load(k); ok {
							return old, true
						}
						m.Store(k, v)
						return v, false
					}
					actual, loaded := m.LoadOrStore(k, v)
					return actual.(int), loaded
				},
			}
		})
	}),
	modelled("copy-on-write set: stores what it has changed", 4, func(wrong bool) Model[SetOps, uint64] {
		return Set(func() SetOps { return newCowSet(wrong) })
	}),
	modelled("counted set: counts after unlocking", 4, func(wrong bool) Model[SetOps, uint64] {
		return Set(func() SetOps {
			s := &countedSet{wrong: wrong, m: make(map[int]bool)}
			return SetOps{Has: s.has, Add: s.add, Len: s.len}
		})
	}),
}
