//go:build chaosrun

package withcancel

import (
	"context"
	"sync"
)

// findForgets hands its caller's context on. Count then ends with the caller, which may
// be the program.
func findForgets(ctx context.Context, ok func(int) bool) (n int, found bool) {
	for n := range Count(ctx) {
		if ok(n) {
			return n, true
		}
	}
	return 0, false
}

// findEnd cancels at its end, where it has got only if nothing was found.
func findEnd(ctx context.Context, ok func(int) bool) (n int, found bool) {
	ctx, cancel := context.WithCancel(ctx)
	stop := sync.OnceFunc(cancel)
	for n := range Count(ctx) {
		if ok(n) {
			return n, true
		}
	}
	stop()
	return 0, false
}
