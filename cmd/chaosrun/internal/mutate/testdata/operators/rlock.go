package operators

import "sync"

type table struct {
	mu sync.RWMutex
	m  map[string]int
}

func (t *table) set(k string, v int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.m[k] = v
}

func (t *table) get(k string) int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.m[k]
}

func plainMutex(mu *sync.Mutex) {
	mu.Lock()
	mu.Unlock()
}
