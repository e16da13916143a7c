package proptest

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"

	"github.com/chaosrun/chaosrun/sched"
)

// broker hands messages to its subscribers.
type broker struct {
	wrong bool
	mu    sync.Mutex
	subs  map[int]chan int
}

func (b *broker) publish(v int) {
	b.mu.Lock()
	var to []chan int
	for id := range len(b.subs) + 10 {
		if ch := b.subs[id]; ch != nil {
			to = append(to, ch)
		}
	}
	if b.wrong {
		b.mu.Unlock() // a channel may be closed by now
	} else {
		defer b.mu.Unlock()
	}
	for _, ch := range to {
		select {
		case ch <- v:
		default:
		}
	}
}

func (b *broker) unsubscribe(id int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(b.subs[id])
	delete(b.subs, id)
}

// transfers is from and to, accounts from 0 to 2.
var transfers = gen.SliceOf(gopter.CombineGens(gen.IntRange(0, 2), gen.IntRange(0, 2)).Map(func(vs []any) pair {
	return pair{vs[0].(int), vs[1].(int)}
}))

var seededPrograms = []seeded{
	stated("pub-sub: sends on a closed channel", func(wrong bool) []any {
		return []any{gen.SliceOf(gen.IntRange(0, 9)), gen.IntRange(1, 3), func(t *testing.T, msgs []int, subs int) {
			b := &broker{wrong: wrong, subs: make(map[int]chan int)}
			for i := range subs {
				b.subs[i] = make(chan int, 1)
			}
			var wg sync.WaitGroup
			wg.Go(func() {
				for _, m := range msgs {
					b.publish(m)
				}
			})
			for i := range subs {
				wg.Go(func() { b.unsubscribe(i) })
			}
			wg.Wait()
		}, MaxSize(4)}
	}),
	stated("bank: locks accounts in the order of the transfer", func(wrong bool) []any {
		return []any{transfers, func(t *testing.T, list []pair) {
			var accounts [3]sync.Mutex
			var wg sync.WaitGroup
			for _, tr := range list {
				first, second := tr.A, tr.B
				if first == second {
					continue
				}
				if !wrong && first > second {
					first, second = second, first
				}
				wg.Go(func() {
					accounts[first].Lock()
					defer accounts[first].Unlock()
					accounts[second].Lock()
					defer accounts[second].Unlock()
				})
			}
			wg.Wait()
		}, MaxSize(4)}
	}),
	stated("first answer: the others are never received", func(wrong bool) []any {
		return []any{gen.IntRange(1, 4), gen.IntRange(0, 3), func(t *testing.T, asked, slow int) {
			room := 0
			if !wrong {
				room = asked
			}
			answers := make(chan int, room)
			for i := range asked {
				go func() {
					time.Sleep(time.Duration(i*slow) * time.Millisecond)
					answers <- i
				}()
			}
			<-answers
		}}
	}),
	stated("workers: counted in the goroutine", func(wrong bool) []any {
		return []any{gen.SliceOf(gen.IntRange(1, 9)), func(t *testing.T, xs []int) {
			var sum atomic.Int64
			var wg sync.WaitGroup
			want := 0
			for _, x := range xs {
				want += x
				if !wrong {
					wg.Add(1)
				}
				go func() {
					if wrong {
						wg.Add(1) // Wait may be over
					}
					defer wg.Done()
					sum.Add(int64(x))
				}()
			}
			wg.Wait()
			sched.Always(int(sum.Load()) == want, "all are summed up")
		}, MaxSize(5)}
	}),
	stated("cancel: a send that nobody waits for", func(wrong bool) []any {
		return []any{gen.IntRange(0, 5), gen.IntRange(0, 5), func(t *testing.T, work, patience int) {
			ctx, cancel := context.WithTimeout(context.Background(), time.Duration(patience)*time.Second)
			defer cancel()
			out := make(chan int)
			go func() {
				time.Sleep(time.Duration(work) * time.Second)
				if wrong {
					out <- work
					return
				}
				select {
				case out <- work:
				case <-ctx.Done():
				}
			}()
			select {
			case <-out:
			case <-ctx.Done():
			}
		}}
	}),
}
