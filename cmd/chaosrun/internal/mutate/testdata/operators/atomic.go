package operators

import "sync/atomic"

type gauge struct {
	n    int64
	flag atomic.Bool
	sum  atomic.Int32
	at   atomic.Pointer[gauge]
}

func functions(g *gauge, p *uint32, ps []*int64) int64 {
	atomic.AddInt64(&g.n, 1)
	if atomic.LoadInt64(&g.n) > 10 {
		atomic.StoreInt64(&g.n, 0)
	}
	atomic.AddUint32(p, ^uint32(0))
	if !atomic.CompareAndSwapUint32(p, 0, 1) {
		return atomic.SwapInt64(ps[0], 7)
	}
	return atomic.AddInt64(&g.n, 2)
}

func methods(g *gauge) int32 {
	g.sum.Add(1)
	if g.flag.CompareAndSwap(false, true) {
		g.at.Swap(nil)
	}
	for {
		old := g.at.Load()
		if g.at.CompareAndSwap(old, g) {
			break
		}
	}
	return g.sum.Add(2)
}
