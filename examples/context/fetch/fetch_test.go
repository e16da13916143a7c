package fetch

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// fetching is what Fetch and its wrong versions have in common.
type fetching func(ctx context.Context, client *http.Client, url string, limit time.Duration) ([]byte, error)

// serve starts a server for one test. A plain function, so that the tests end only when
// it has.
func serve(handler http.HandlerFunc) *httptest.Server { return httptest.NewServer(handler) }

func body(t *testing.T, fetch fetching) {
	server := serve(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "hello") })
	defer server.Close()
	if got, err := fetch(t.Context(), server.Client(), server.URL, time.Hour); string(got) != "hello" || err != nil {
		t.Errorf("got %q, %v, want hello", got, err)
	}
}

// tooSlow has a server that begins an answer and does not end it as long as the client
// is there.
func tooSlow(t *testing.T, fetch fetching) {
	server := serve(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusOK)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	defer server.Close()
	if got, err := fetch(t.Context(), server.Client(), server.URL, 10*time.Millisecond); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %q, %v, want %v", got, err, context.DeadlineExceeded)
	}
}

// refused has a server that answers with an error, and some words about it.
func refused(t *testing.T, fetch fetching) {
	server := serve(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "we are closed", http.StatusServiceUnavailable)
	})
	defer server.Close()
	if _, err := fetch(t.Context(), server.Client(), server.URL, time.Hour); err == nil || !strings.Contains(err.Error(), "503") {
		t.Errorf("got error %v, want one with status 503", err)
	}
}

//chaosrun:clock idle
func TestBody(t *testing.T) { body(t, Fetch) }

func TestTooSlow(t *testing.T) { tooSlow(t, Fetch) }

//chaosrun:clock idle
func TestRefused(t *testing.T) { refused(t, Fetch) }

//chaosrun:clock idle
func TestCancelled(t *testing.T) {
	server := serve(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go cancel()
	if _, err := Fetch(ctx, server.Client(), server.URL, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want %v", err, context.Canceled)
	}
}
