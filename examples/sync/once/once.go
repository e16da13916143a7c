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
	parts map[string]func() (any, error)
}

// Builder builds a part. get must not lead back to the same part.
type Builder func(get Get) (any, error)

// New returns a registry. Each part has a once of its own, so that to build one may need
// another, and keeps the error next to the value, so that all callers see both.
func New(builders map[string]Builder) *Registry {
	r := &Registry{parts: make(map[string]func() (any, error))}
	for name, build := range builders {
		r.parts[name] = sync.OnceValues(func() (any, error) { return build(r.Get) })
	}
	return r
}

// Get returns the part of that name, or the error with which it could not be built.
func (r *Registry) Get(name string) (any, error) {
	part, ok := r.parts[name]
	if !ok {
		return nil, fmt.Errorf("no part %q", name)
	}
	return part()
}
