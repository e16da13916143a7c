package withvalue

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
)

// tagger is what this package and its wrong versions have in common.
type tagger struct {
	middleware func(newID func() string, next http.Handler) http.Handler
	id         func(context.Context) (string, bool)
}

var ours = tagger{Middleware, ID}

// eachItsOwn has several requests at the same time, each of which asks for its id at its
// beginning and at its end.
func eachItsOwn(t *testing.T, tagger tagger) {
	const requests = 3
	var last atomic.Int32
	newID := func() string { return strconv.Itoa(int(last.Add(1))) }
	handler := tagger.middleware(newID, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin, _ := tagger.id(r.Context())
		end, ok := tagger.id(r.Context())
		if begin != end || !ok {
			t.Errorf("the id was %q and is %q, %v", begin, end, ok)
		}
		io.WriteString(w, end)
	}))
	ids := make([]string, requests)
	var wg sync.WaitGroup
	for i := range requests {
		wg.Go(func() { ids[i] = serve(handler) })
	}
	wg.Wait()
	slices.Sort(ids)
	if want := []string{"1", "2", "3"}; !slices.Equal(ids, want) {
		t.Errorf("the ids are %q, want %q", ids, want)
	}
}

// serve returns the answer to a request.
func serve(handler http.Handler) string {
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	return w.Body.String()
}

// noMiddleware is a request from somewhere else: another server, a test.
func noMiddleware(t *testing.T, tagger tagger) {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if id, ok := tagger.id(r.Context()); ok || id != "" {
			t.Errorf("the id is %q, %v", id, ok)
		}
		io.WriteString(w, "done")
	})
	if got := serve(handler); got != "done" {
		t.Errorf("the answer is %q", got)
	}
}

func TestEachItsOwn(t *testing.T) { eachItsOwn(t, ours) }

func TestNoMiddleware(t *testing.T) { noMiddleware(t, ours) }
