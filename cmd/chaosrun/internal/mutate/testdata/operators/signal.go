package operators

import "sync"

func wake(c *sync.Cond) {
	c.Broadcast()
	c.Signal()
}
