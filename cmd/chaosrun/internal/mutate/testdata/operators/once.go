package operators

import "sync"

func once(o *sync.Once, f func()) {
	o.Do(f)
	o.Do(func() {
		f()
	})
}

func onceLocal(f func()) func() {
	var o sync.Once
	return func() {
		defer o.Do(f)
	}
}
