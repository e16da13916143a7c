//go:build chaosrun

package once

import "sync"

// swallowing has a Once for each part, and a variable for the error in each call: the
// call that builds sees the error, and the others see that there is none.
type swallowing struct{ parts map[string]*swallowed }

type swallowed struct {
	once  sync.Once
	value any
	build Builder
}

func newSwallowing(builders map[string]Builder) registry {
	r := swallowing{make(map[string]*swallowed)}
	for name, build := range builders {
		r.parts[name] = &swallowed{build: build}
	}
	return r
}

func (r swallowing) Get(name string) (any, error) {
	var err error
	part := r.parts[name]
	part.once.Do(func() { part.value, err = part.build(r.Get) })
	return part.value, err
}

// oneForAll has one Once for all its parts. A builder that asks for a part comes back
// into the Do that it is called from.
type oneForAll struct {
	once     sync.Once
	builders map[string]Builder
	values   map[string]any
	errs     map[string]error
}

func newOneForAll(builders map[string]Builder) registry {
	return &oneForAll{builders: builders, values: make(map[string]any), errs: make(map[string]error)}
}

func (r *oneForAll) Get(name string) (any, error) {
	r.once.Do(func() {
		for name, build := range r.builders {
			r.values[name], r.errs[name] = build(r.Get)
		}
	})
	return r.values[name], r.errs[name]
}

// checked has no Once: "if it is not there, build it", with a lock for each of the two.
type checked struct {
	mu       sync.Mutex
	builders map[string]Builder
	values   map[string]any // guarded by mu
}

func newChecked(builders map[string]Builder) registry {
	return &checked{builders: builders, values: make(map[string]any)}
}

func (r *checked) Get(name string) (any, error) {
	r.mu.Lock()
	v, ok := r.values[name]
	r.mu.Unlock()
	if ok {
		return v, nil
	}
	v, err := r.builders[name](r.Get)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	r.values[name] = v
	r.mu.Unlock()
	return v, nil
}
