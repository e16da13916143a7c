package filelock

import (
	"path/filepath"
	"sync"
	"testing"
)

// TestLock: one at a time, also within a process.
func TestLock(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file.lock")
	n := 0
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			unlock, err := Lock(name)
			if err != nil {
				t.Error(err)
				return
			}
			n++
			unlock()
		})
	}
	wg.Wait()
	if n != 8 {
		t.Errorf("%d of 8 increments under the lock", n)
	}
	if _, err := Lock(filepath.Join(t.TempDir(), "none", "file.lock")); err == nil {
		t.Error("a lock in a folder that is not there was taken")
	}
}
