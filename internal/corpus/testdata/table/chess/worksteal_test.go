package chess

import (
	"sync"
	"sync/atomic"
	"testing"
)

const items = 4

// share lets the owner work on the queue, and thieves steal, and asserts that each item was
// taken once.
func share(t *testing.T, q *queue, thieves, attempts int32, work func(take func(item int64, ok bool))) {
	var taken [items]atomic.Int32
	take := func(item int64, ok bool) {
		if ok {
			taken[item].Add(1)
		}
	}
	q.trail.enter(owner)
	var wg sync.WaitGroup
	for i := range thieves {
		wg.Go(func() {
			q.trail.enter(1 + i)
			for range attempts {
				q.trail.step(1 + i)
				take(q.steal(1 + i))
			}
			q.trail.leave(1 + i)
		})
	}
	work(take)
	wg.Wait()
	for i := range taken {
		if n := taken[i].Load(); n != 1 {
			t.Errorf("item %d is taken %d times", i, n)
		}
	}
}

// inTurns pushes two and pops one, until all are pushed, and pops the rest.
func inTurns(q *queue) func(take func(item int64, ok bool)) {
	return func(take func(item int64, ok bool)) {
		for i := int64(0); i < items; i += 2 {
			q.push(i)
			q.push(i + 1)
			take(q.pop())
		}
		for range items / 2 {
			take(q.pop())
		}
	}
}

// allFirst pushes all and pops all.
func allFirst(q *queue) func(take func(item int64, ok bool)) {
	return func(take func(item int64, ok bool)) {
		for i := range int64(items) {
			q.push(i)
		}
		for range items {
			take(q.pop())
		}
	}
}

// TestWorkStealQueue is Chess/WorkStealQueue. The bug: a push leaves no place free, and
// overwrites the item that a thief has claimed and not yet read.
func TestWorkStealQueue(t *testing.T) {
	q := newQueue(&sync.Mutex{}, 0, nil)
	share(t, q, 1, 2, inTurns(q))
}

// TestInterlockedWorkStealQueue is Chess/InterlockedWorkStealQueue: the same bug, with a lock that
// spins.
func TestInterlockedWorkStealQueue(t *testing.T) {
	q := newQueue(&spinLock{}, 0, nil)
	share(t, q, 1, 2, inTurns(q))
}

// TestInterlockedWorkStealQueueWithState is Chess/InterlockedWorkStealQueueWithState with two
// thieves, as PERIOD and SURW measure it. The bug is in the trail.
func TestInterlockedWorkStealQueueWithState(t *testing.T) {
	q := newQueue(&spinLock{}, 1, &trail{t: t})
	share(t, q, 2, 2, inTurns(q))
}

// TestStateWorkStealQueue is Chess/StateWorkStealQueue: the owner pushes all items and then pops
// all. The bug is in the trail.
func TestStateWorkStealQueue(t *testing.T) {
	q := newQueue(&spinLock{}, 1, &trail{t: t})
	share(t, q, 2, 2, allFirst(q))
}

// TestCorrectWorkStealQueue is correct: it leaves a place free.
func TestCorrectWorkStealQueue(t *testing.T) {
	q := newQueue(&sync.Mutex{}, 1, nil)
	share(t, q, 1, 2, inTurns(q))
}
