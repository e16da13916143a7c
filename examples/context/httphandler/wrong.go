//go:build chaosrun

package httphandler

import (
	"io"
	"net/http"
)

// handlerUnbuffered has no room for a late result: the worker waits for ever for the
// handler, which has gone with its client.
func handlerUnbuffered(work func() string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		result := make(chan string)
		go func() { result <- work() }()
		select {
		case s := <-result:
			io.WriteString(w, s)
		case <-r.Context().Done():
		}
	})
}

// handlerDeaf does not ask whether the client is still there.
func handlerDeaf(work func() string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, work())
	})
}

// handlerWritesInside lets the worker write the answer. When the handler has returned, w
// belongs to the server again.
func handlerWritesInside(work func() string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			io.WriteString(w, work())
		}()
		select {
		case <-done:
		case <-r.Context().Done():
		}
	})
}
