package atomicvalue

import (
	"errors"
	"io/fs"
	"sync"
	"testing"
)

// config has two fields that belong together: the host of each is named after it.
type config struct {
	region, host string
}

// snapshot is a way to read both fields of a config.
type snapshot func(h *Holder[config]) (region, host string)

func whole(h *Holder[config]) (region, host string) {
	c := h.Load()
	return c.region, c.host
}

// neverTorn reads while the config is replaced.
func neverTorn(t *testing.T, read snapshot) {
	h := New(config{"eu", "host-eu"})
	var wg sync.WaitGroup
	wg.Go(func() {
		for _, region := range []string{"us", "ap"} {
			h.Store(config{region, "host-" + region})
		}
	})
	for range 2 {
		wg.Go(func() {
			if region, host := read(h); host != "host-"+region {
				t.Errorf("region %s with host %s", region, host)
			}
		})
	}
	wg.Wait()
}

// holder is what a Holder of errors and its wrong version have in common.
type holder interface {
	Load() error
	Store(error)
}

// anyError has two goroutines store errors of different kinds.
func anyError(t *testing.T, h holder) {
	plain, path := errors.New("plain"), &fs.PathError{Op: "open", Path: "x", Err: fs.ErrNotExist}
	var wg sync.WaitGroup
	for _, err := range []error{plain, path} {
		wg.Go(func() { h.Store(err) })
	}
	wg.Wait()
	if err := h.Load(); err != plain && err != path {
		t.Errorf("loaded %v", err)
	}
}

func TestNeverTorn(t *testing.T) { neverTorn(t, whole) }

func TestAnyError(t *testing.T) { anyError(t, New[error](nil)) }
