package workerpool

import "testing"

type result = Result[int, int]

// do is what Do and its wrong versions have in common.
type do func(workers int, jobs []int, f func(int) (int, error), use func(result))

func square(n int) (int, error) { return n * n, nil }

func numbers(n int) (jobs []int) {
	for i := range n {
		jobs = append(jobs, i)
	}
	return jobs
}

// everyJobOnce runs n jobs.
func everyJobOnce(t *testing.T, do do, n int) {
	times := make([]int, n)
	do(2, numbers(n), square, func(r result) {
		times[r.Job]++
		if r.Err != nil || r.Value != r.Job*r.Job {
			t.Errorf("job %d: %d, %v", r.Job, r.Value, r.Err)
		}
	})
	for job, n := range times {
		if n != 1 {
			t.Errorf("job %d has %d results", job, n)
		}
	}
}

// onePanics has a bad job among the good ones.
func onePanics(t *testing.T, do do) {
	bad, good := 0, 0
	do(2, numbers(4), func(n int) (int, error) { return 6 / (n - 1), nil }, func(r result) {
		if r.Err != nil {
			bad++
		} else {
			good++
		}
	})
	if bad != 1 || good != 3 {
		t.Errorf("%d bad results and %d good ones, want 1 and 3", bad, good)
	}
}

func TestEveryJobOnce(t *testing.T) {
	for _, n := range []int{0, 1, 7} {
		everyJobOnce(t, Do[int, int], n)
	}
}

func TestOnePanics(t *testing.T) { onePanics(t, Do[int, int]) }

// A pool may be fed and read by anybody, as long as both go on.
func TestStart(t *testing.T) {
	jobs := make(chan int)
	results := Start(3, jobs, square)
	for i := range 4 {
		jobs <- i
		if r := <-results; r.Job != i || r.Value != i*i {
			t.Errorf("result %+v of job %d", r, i)
		}
	}
	close(jobs)
	if r, ok := <-results; ok {
		t.Errorf("result %+v of no job", r)
	}
}
