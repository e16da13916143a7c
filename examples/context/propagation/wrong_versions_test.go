//go:build chaosrun

package propagation

import "context"

// detached derives its children from Background, so that they are not cut off in what
// they do.
func detached(s scope) scope {
	child := New(context.Background())
	child.parent = s.(*Scope)
	return child
}

// sharing spares its children a context of their own: they use their parent's.
func sharing(s scope) scope {
	parent := s.(*Scope)
	return &Scope{parent: parent, ctx: parent.ctx, cancel: parent.cancel}
}
