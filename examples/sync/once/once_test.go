package once

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

// registry is what Registry and its wrong versions have in common.
type registry interface {
	Get(name string) (any, error)
}

type newRegistry func(map[string]Builder) registry

// builtOnce has several goroutines ask for a part at the same time.
func builtOnce(t *testing.T, newRegistry newRegistry) {
	var built atomic.Int32
	r := newRegistry(map[string]Builder{
		"db": func(Get) (any, error) { return int(built.Add(1)), nil },
	})
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if v, err := r.Get("db"); v != 1 || err != nil {
				t.Errorf("got %v, %v, want 1", v, err)
			}
		})
	}
	wg.Wait()
}

var errDown = errors.New("database is down")

// allSeeError has a part that cannot be built.
func allSeeError(t *testing.T, newRegistry newRegistry) {
	r := newRegistry(map[string]Builder{
		"db": func(Get) (any, error) { return nil, errDown },
	})
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if v, err := r.Get("db"); !errors.Is(err, errDown) {
				t.Errorf("got %v, %v, want %v", v, err, errDown)
			}
		})
	}
	wg.Wait()
}

// needsOther has a part that needs another one.
func needsOther(t *testing.T, newRegistry newRegistry) {
	r := newRegistry(map[string]Builder{
		"config": func(Get) (any, error) { return "localhost", nil },
		"db": func(get Get) (any, error) {
			host, err := get("config")
			if err != nil {
				return nil, err
			}
			return "db at " + host.(string), nil
		},
	})
	if v, err := r.Get("db"); v != "db at localhost" || err != nil {
		t.Errorf("got %v, %v", v, err)
	}
}

func ours(builders map[string]Builder) registry { return New(builders) }

func TestBuiltOnce(t *testing.T) { builtOnce(t, ours) }

func TestAllSeeError(t *testing.T) { allSeeError(t, ours) }

func TestNeedsOther(t *testing.T) { needsOther(t, ours) }

func TestUnknown(t *testing.T) {
	if v, err := New(nil).Get("db"); err == nil {
		t.Errorf("got %v of an empty registry", v)
	}
}
