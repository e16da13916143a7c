//go:build chaosrun

package rwmutex

// nested calls, with the lock held, a method that takes it again. Two read locks of one
// goroutine go well until a writer comes to wait between them: it lets no new reader in,
// and the old one does not leave.
type nested struct{ *Cache[string, int] }

func (c nested) Both(a, b string) (int, int) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	va, _ := c.Get(a)
	vb, _ := c.Get(b)
	return va, vb
}

// upgrading takes the write lock with the read lock in its hand. It waits for all
// readers to leave, itself among them.
type upgrading struct{ *Cache[string, int] }

func (c upgrading) GetOrMake(key string, build func() int) int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if v, ok := c.items[key]; ok {
		return v
	}
	v := build()
	c.Set(key, v)
	return v
}

// trusting lets the read lock go before it takes the write lock, and does not look
// again.
type trusting struct{ *Cache[string, int] }

func (c trusting) GetOrMake(key string, build func() int) int {
	if v, ok := c.Get(key); ok {
		return v
	}
	v := build()
	c.Set(key, v)
	return v
}

// counting counts its hits, with the lock that is for reading.
type counting struct {
	*Cache[string, int]
	hits int
}

func (c *counting) Get(key string) (int, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	v, ok := c.items[key]
	if ok {
		c.hits++
	}
	return v, ok
}
