package convul

import (
	"sync"
	"sync/atomic"
	"testing"
)

// TestCVE2009_3547 is a null pointer in Linux's pipe_rdwr_open. The bug: a pipe is opened by its
// inode's entry in /proc, and nobody asks whether the last one who had it has closed it.
func TestCVE2009_3547(*testing.T) {
	type pipe struct{ readers atomic.Int32 }
	var mu sync.Mutex // of the inode
	var inodePipe atomic.Pointer[pipe]
	inodePipe.Store(&pipe{})
	var wg sync.WaitGroup
	wg.Go(func() { // opens
		mu.Lock()
		inodePipe.Load().readers.Add(1)
		mu.Unlock()
	})
	wg.Go(func() { // releases
		mu.Lock()
		inodePipe.Store(nil)
		mu.Unlock()
	})
	wg.Wait()
}

// addressSpace is a process's memory.
type addressSpace struct{ flags atomic.Int32 }

// slot is an address space in the list of those that are searched for equal pages, or the head of
// the list, which has no address space.
type slot struct {
	next, prev atomic.Pointer[slot]
	space      atomic.Pointer[addressSpace]
}

// TestCVE2011_2183 is a null pointer in Linux's KSM (scan_get_next_rmap_item). The bug: the scanner
// looks whether the list is empty before it has the lock. When the only process exits in between,
// it takes the head of the list for a process.
func TestCVE2011_2183(*testing.T) {
	var mu sync.Mutex
	var cursor atomic.Pointer[slot]
	head, process := &slot{}, &slot{}
	head.next.Store(process)
	head.prev.Store(process)
	process.next.Store(head)
	process.prev.Store(head)
	process.space.Store(&addressSpace{})
	cursor.Store(head)
	var wg sync.WaitGroup
	wg.Go(func() { // scans
		if head.next.Load() == head {
			return
		}
		mu.Lock()
		s := cursor.Load().next.Load()
		cursor.Store(s)
		mu.Unlock()
		for {
			s.space.Load().flags.Load()
			mu.Lock()
			s = s.next.Load()
			cursor.Store(s)
			mu.Unlock()
			if s == head {
				return
			}
		}
	})
	wg.Go(func() { // exits
		mu.Lock()
		if cursor.Load() != process {
			process.prev.Load().next.Store(process.next.Load())
			process.next.Load().prev.Store(process.prev.Load())
		}
		mu.Unlock()
	})
	wg.Wait()
}

// TestCVE2013_1792 is a null pointer in Linux's install_user_keyrings. The bug: a user's two keyrings
// are set one after the other, and who finds the first set takes the second for set too, without
// the lock.
func TestCVE2013_1792(*testing.T) {
	type keyring struct{ usage atomic.Int32 }
	var mu sync.Mutex
	var ofUser, ofSession atomic.Pointer[keyring]
	install := func() {
		if ofUser.Load() != nil {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		if ofUser.Load() == nil {
			ofUser.Store(&keyring{})
			ofSession.Store(&keyring{})
		}
	}
	var wg sync.WaitGroup
	wg.Go(func() { // looks a key up
		if ofSession.Load() == nil {
			install()
		}
		ofSession.Load().usage.Add(1)
	})
	wg.Go(install)
	wg.Wait()
}

// readKey reads a keyring while it is revoked.
func readKey(correct bool) {
	type array struct{ leaves atomic.Int32 }
	var mu sync.Mutex
	var revoked atomic.Bool
	var keys atomic.Pointer[array]
	keys.Store(&array{})
	var wg sync.WaitGroup
	wg.Go(func() { // reads
		if correct {
			mu.Lock()
			defer mu.Unlock()
		}
		if revoked.Load() {
			return
		}
		if !correct {
			mu.Lock()
			defer mu.Unlock()
		}
		keys.Load().leaves.Load()
	})
	wg.Go(func() { // revokes
		mu.Lock()
		defer mu.Unlock()
		revoked.Store(true)
		keys.Store(nil)
	})
	wg.Wait()
}

// TestCVE2015_7550 is a null pointer in Linux's keyctl_read_key. The bug: it looks whether the key is
// revoked before it has the key's lock.
func TestCVE2015_7550(*testing.T) { readKey(false) }

// TestCorrectCVE2015_7550 is correct.
func TestCorrectCVE2015_7550(*testing.T) { readKey(true) }

// TestCVE2016_7911 is a null pointer in Linux's get_task_ioprio. The bug: it looks at a task's
// io_context twice, without the lock, while the task exits.
func TestCVE2016_7911(*testing.T) {
	type ioContext struct{ tasks, priority atomic.Int32 }
	var mu sync.Mutex // of the task
	var context atomic.Pointer[ioContext]
	context.Store(&ioContext{})
	var wg sync.WaitGroup
	wg.Go(func() { // asks for the priority
		if context.Load() != nil {
			context.Load().priority.Load()
		}
	})
	wg.Go(func() { // exits
		mu.Lock()
		c := context.Load()
		context.Store(nil)
		mu.Unlock()
		c.tasks.Add(-1)
	})
	wg.Wait()
}

// TestCVE2016_9806 is a double free in Linux's netlink_dump. The bug: what a dump has put in the
// socket under the lock, it frees by way of the socket and without the lock.
func TestCVE2016_9806(t *testing.T) {
	var mu sync.Mutex
	var socketBuffer atomic.Pointer[memory]
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			mu.Lock()
			socketBuffer.Store(&memory{})
			mu.Unlock()
			socketBuffer.Load().free(t)
		})
	}
	wg.Wait()
}

// TestCVE2017_6346 is a use after free in Linux's fanout_add. The bug: the socket's rollover is
// allocated and freed without the lock, by two who both come to an error.
func TestCVE2017_6346(t *testing.T) {
	var mu sync.Mutex
	var rollover atomic.Pointer[memory] // of the socket
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			rollover.Store(&memory{})
			rollover.Load().use(t) // its count is set to 0
			mu.Lock()              // under which the error is found
			mu.Unlock()
			rollover.Load().free(t)
		})
	}
	wg.Wait()
}

// TestCVE2017_15265 is a use after free in Linux's snd_seq_create_port. The bug: the new port is in
// the client's list, where another may delete it, before its maker is done with it.
func TestCVE2017_15265(t *testing.T) {
	type port struct {
		memory
		kind atomic.Int32
	}
	var mu, lock sync.Mutex // of the client's ports
	var listed atomic.Pointer[port]
	var count atomic.Int32
	var wg sync.WaitGroup
	wg.Go(func() { // creates
		p := &port{}
		mu.Lock()
		lock.Lock()
		listed.Store(p)
		count.Add(1)
		lock.Unlock()
		mu.Unlock()
		p.use(t)
		p.kind.Store(1)
	})
	wg.Go(func() { // deletes
		mu.Lock()
		lock.Lock()
		p := listed.Swap(nil)
		if p != nil {
			count.Add(-1)
		}
		lock.Unlock()
		mu.Unlock()
		if p != nil {
			p.free(t)
		}
	})
	wg.Wait()
}
