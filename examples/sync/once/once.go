package once

import (
	"fmt"
	"sync"
)

// Get returns the part of that name.
type Get func(name string) (any, error)

// Registry builds parts, each when it is first asked for, and once. A part may need
// others, which its builder asks for in turn.
type Registry struct {
	parts map[string]Builder
}

// Builder builds a part. get must not lead back to the same part.
type Builder func(get Get) (any, error)

// New returns a registry. Each part has a once of its own, so that to build one may need
// another, and keeps the error next to the value, so that all callers see both.
func New(builders map[string]Builder) *Registry {
	r := &Registry{parts: make(map[string]Builder)}
	for name, build := range builders {
		once := sync.OnceValues(func() (any, error) { return build(r.Get) })
		r.parts[name] = func(Get) (any, error) { return once() }
	}
	return r
}

// Get returns the part of that name, or the error with which it could not be built.
func (r *Registry) Get(name string) (any, error) {
	part, ok := r.parts[name]
	if !ok {
		return nil, fmt.Errorf("no part %q", name)
	}
	return part(r.Get)
}
