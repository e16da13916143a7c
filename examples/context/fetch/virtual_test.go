//go:build chaosrun

package fetch

import (
	"io"
	"net/http"
	"testing"
	"time"
)

// TestExactly says when Fetch returns, which only virtual time can tell.
//
//chaosrun:clock idle
func TestExactly(t *testing.T) {
	const limit = 5 * time.Second
	for _, work := range []time.Duration{time.Second, time.Minute} {
		server := serve(func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-time.After(work):
				io.WriteString(w, "done")
			case <-r.Context().Done():
			}
		})
		start := time.Now()
		_, err := Fetch(t.Context(), server.Client(), server.URL, limit)
		if took := time.Since(start).Round(time.Millisecond); took != min(work, limit) || (err == nil) != (work < limit) {
			t.Errorf("work of %v: error %v after %v", work, err, took)
		}
		server.Close()
	}
}
