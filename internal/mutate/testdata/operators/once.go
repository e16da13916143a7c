package operators

import "sync"

func once(o *sync.Once, f func()) {
	o.Do(f)
	o.Do(func() {
		f()
	})
}
