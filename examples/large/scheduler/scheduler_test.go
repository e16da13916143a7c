package scheduler

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// flaky fails on the first attempt of every job, and takes a moment.
func flaky() func(context.Context, string) error {
	var mu sync.Mutex
	seen := make(map[string]bool)
	return func(_ context.Context, name string) error {
		time.Sleep(100 * time.Microsecond)
		mu.Lock()
		defer mu.Unlock()
		if !seen[name] {
			seen[name] = true
			return errors.New("not yet")
		}
		return nil
	}
}

func call(t *testing.T, client *http.Client, method, url string, want int) (status Status) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != want {
		t.Fatalf("%s %s: %s, want %d", method, url, resp.Status, want)
	}
	if want < 300 {
		if err := json.NewDecoder(resp.Body).Decode(&status); err != nil {
			t.Fatal(err)
		}
	}
	return status
}

// drained shuts down while jobs are under way. What was taken with a 202 must be done
// then, at the second attempt.
func drained(t *testing.T, start func(Config) *Scheduler) {
	s := start(Config{Workers: 2, Attempts: 3, Backoff: time.Millisecond, Do: flaky()})
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	var ids []int
	for _, name := range []string{"one", "two"} {
		ids = append(ids, call(t, server.Client(), "POST", server.URL+"/jobs?name="+name, http.StatusAccepted).ID)
	}
	if err := s.Shutdown(t.Context()); err != nil {
		t.Errorf("Shutdown: %v", err)
	}
	for _, id := range ids {
		st := call(t, server.Client(), "GET", fmt.Sprint(server.URL, "/jobs/", id), http.StatusOK)
		if st.State != Done || st.Attempts != 2 {
			t.Errorf("after Shutdown job %d is %s, attempts: %d", id, st.State, st.Attempts)
		}
	}
}

func TestDrained(t *testing.T) { drained(t, New) }

func TestDrainingRefuses(t *testing.T) {
	s := New(Config{Workers: 1, Attempts: 1, Do: flaky()})
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	if err := s.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	call(t, server.Client(), "POST", server.URL+"/jobs?name=late", http.StatusServiceUnavailable)
	call(t, server.Client(), "GET", server.URL+"/jobs/0", http.StatusNotFound)
}

// A job that does not end by itself is cancelled when Shutdown has waited long enough.
func TestGivesUp(t *testing.T) {
	s := New(Config{Workers: 1, Attempts: 2, Backoff: time.Millisecond, Do: func(ctx context.Context, _ string) error {
		<-ctx.Done()
		return ctx.Err()
	}})
	for range 2 {
		if _, err := s.Submit("stuck"); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
	defer cancel()
	if err := s.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Shutdown: %v", err)
	}
}

// Whoever submits while somebody shuts down is refused, or the job is done.
func TestSubmitOrDrain(t *testing.T) {
	s := New(Config{Workers: 1, Attempts: 1, Do: func(context.Context, string) error { return nil }})
	var ids []int
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			id, err := s.Submit("more")
			if err != nil {
				return
			}
			if ids = append(ids, id); len(ids) == 3 {
				return
			}
		}
	})
	if err := s.Shutdown(t.Context()); err != nil {
		t.Errorf("Shutdown: %v", err)
	}
	wg.Wait()
	for _, id := range ids {
		if state, _, _ := s.State(id); state != Done {
			t.Errorf("job %d is %s", id, state)
		}
	}
}
