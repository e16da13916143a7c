//go:build chaosrun

package withcancel

import "context"

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
