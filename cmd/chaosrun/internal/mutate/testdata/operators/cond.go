package operators

import "sync"

type queue struct {
	mu    sync.Mutex
	ready *sync.Cond
	items []int
}

func (q *queue) get() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 {
		q.ready.Wait()
	}
	v := q.items[0]
	q.items = q.items[1:]
	return v
}

// A loop with a break cannot be an if, and one without a condition is none.
func (q *queue) others() {
	for len(q.items) == 0 {
		if q.items == nil {
			break
		}
		q.ready.Wait()
	}
	for {
		q.ready.Wait()
	}
}
