package errgroups

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
)

// fetching is what FetchAll and its wrong versions have in common.
type fetching func(ctx context.Context, keys []string, limit int, fetch func(context.Context, string) (int, error)) ([]int, error)

func length(_ context.Context, key string) (int, error) { return len(key), nil }

// allFetched has no errors.
func allFetched(t *testing.T, fetchAll fetching) {
	got, err := fetchAll(t.Context(), []string{"a", "bb", "ccc"}, 3, length)
	if want := []int{1, 2, 3}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

var errGone = errors.New("gone")

// oneFails has one key that is not there and one whose server does not answer.
func oneFails(t *testing.T, fetchAll fetching) {
	got, err := fetchAll(t.Context(), []string{"slow", "gone"}, 2, func(ctx context.Context, key string) (int, error) {
		if key == "gone" {
			return 0, errGone
		}
		<-ctx.Done()
		return 0, ctx.Err()
	})
	if got != nil || err != errGone {
		t.Errorf("got %v, %v, want %v", got, err, errGone)
	}
}

// runs leaves the judgement to the race detector.
func runs(t *testing.T, fetchAll fetching) {
	fetchAll(t.Context(), []string{"a", "bb", "ccc"}, 3, length)
}

func TestAllFetched(t *testing.T) { allFetched(t, FetchAll[int]) }

func TestOneFails(t *testing.T) { oneFails(t, FetchAll[int]) }

func TestRuns(t *testing.T) { runs(t, FetchAll[int]) }

func TestAtMostLimit(t *testing.T) {
	const limit = 2
	var inside atomic.Int32
	_, err := FetchAll(t.Context(), make([]string, 5), limit, func(context.Context, string) (int, error) {
		defer inside.Add(-1)
		if n := inside.Add(1); n > limit {
			t.Errorf("%d at once, want at most %d", n, limit)
		}
		runtime.Gosched()
		return 0, nil
	})
	if err != nil {
		t.Error(err)
	}
}
