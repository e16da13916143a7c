package httphandler

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// handler is what Handler and its wrong versions have in common.
type handler func(work func() string) http.Handler

// answer is what a client sees that stays.
func answer(t *testing.T, handler handler) {
	server := httptest.NewServer(handler(func() string { return "done" }))
	defer server.Close()
	resp, err := server.Client().Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); string(body) != "done" || err != nil {
		t.Errorf("body %q, %v, want done", body, err)
	}
}

// clientGone has a client that leaves while work is under way. The handler must return
// before work does, and work must end when it can; that nobody is left is for chaosrun
// to see.
func clientGone(t *testing.T, handler handler) {
	started, release, returned := make(chan struct{}), make(chan struct{}), make(chan struct{})
	h := handler(func() string {
		close(started)
		<-release
		return "done"
	})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(returned)
		h.ServeHTTP(w, r)
	}))
	defer server.Close()

	ctx, leave := context.WithCancel(t.Context())
	go func() {
		<-started
		leave()
	}()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	if resp, err := server.Client().Do(req); err == nil {
		resp.Body.Close()
		t.Errorf("the client that left got an answer: %s", resp.Status)
	}
	<-returned
	close(release)
}

func TestAnswer(t *testing.T) { answer(t, Handler) }

func TestClientGone(t *testing.T) { clientGone(t, Handler) }
