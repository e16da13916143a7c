package withvalue

import (
	"context"
	"net/http"
)

// key is private: no other package can store under it or read what is there.
type key struct{}

// Middleware gives every request an id of its own, which [ID] finds in its context.
func Middleware(newID func() string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(r.Context(), key{}, newID())
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// ID returns the id of the request that ctx belongs to. There is none if the request did
// not come through [Middleware].
func ID(ctx context.Context) (id string, ok bool) {
	id, ok = ctx.Value(key{}).(string)
	return id, ok
}
