//go:build chaosrun

package withvalue

import (
	"context"
	"net/http"
	"sync/atomic"
)

// sure is a version that is sure that its middleware was there.
var sure = tagger{
	middleware: Middleware,
	id: func(ctx context.Context) (string, bool) {
		return ctx.Value(key{}).(string), true
	},
}

// shared is a version that keeps the id in the middleware, where it is easier to get at.
// There is one middleware, and there are many requests.
func shared() tagger {
	var current atomic.Pointer[string]
	return tagger{
		middleware: func(newID func() string, next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				id := newID()
				current.Store(&id)
				next.ServeHTTP(w, r)
			})
		},
		id: func(context.Context) (string, bool) {
			if id := current.Load(); id != nil {
				return *id, true
			}
			return "", false
		},
	}
}
