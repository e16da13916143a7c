package httphandler

import (
	"io"
	"net/http"
)

// Handler answers a request with what work returns. When the client is gone first, it
// returns at once. work is not stopped then: it ends by itself, and its result is thrown
// away.
func Handler(work func() string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		result := make(chan string, 1) // room for a result that nobody waits for any more
		go func() { result <- work() }()
		select {
		case s := <-result:
			io.WriteString(w, s) // here: w must not be used once the handler has returned
		case <-r.Context().Done():
		}
	})
}
