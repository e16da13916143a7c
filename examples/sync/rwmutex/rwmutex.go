package rwmutex

import "sync"

// Cache is a map for many readers and some writers.
type Cache[K comparable, V any] struct {
	mu    sync.RWMutex
	items map[K]V // guarded by mu
}

// New returns an empty cache.
func New[K comparable, V any]() *Cache[K, V] {
	return &Cache[K, V]{items: make(map[K]V)}
}

// Get returns what is stored under key. Any number of goroutines read at the same time.
func (c *Cache[K, V]) Get(key K) (V, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	v, ok := c.items[key]
	return v, ok
}

// Set stores v under key.
func (c *Cache[K, V]) Set(key K, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.items[key] = v
}

// GetOrMake returns what is stored under key. If there is nothing, it calls build and
// stores the result. build is called once for a key, and must not use the cache.
func (c *Cache[K, V]) GetOrMake(key K, build func() V) V {
	if v, ok := c.Get(key); ok {
		return v
	}
	c.mu.Lock() // a read lock cannot be turned into this one
	defer c.mu.Unlock()
	if v, ok := c.items[key]; ok { // somebody was faster, between the two locks
		return v
	}
	v := build()
	c.items[key] = v
	return v
}

// Len returns the number of items.
func (c *Cache[K, V]) Len() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return len(c.items)
}

// Both returns two values as they were at one moment.
func (c *Cache[K, V]) Both(a, b K) (V, V) {
	c.mu.RLock() // once: a read lock is not for taking twice
	defer c.mu.RUnlock()
	return c.items[a], c.items[b]
}
