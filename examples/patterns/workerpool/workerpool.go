package workerpool

import (
	"fmt"
	"sync"
)

// Result is what became of one job.
type Result[J, R any] struct {
	Job   J
	Value R
	Err   error // what f returned, or its panic
}

// Start starts workers that call f with each job until jobs is closed. The returned
// channel has a result for every job, in no order, and is closed after the last. It must
// be read while jobs are sent: there is no buffer to hide in.
func Start[J, R any](workers int, jobs <-chan J, f func(J) (R, error)) <-chan Result[J, R] {
	results := make(chan Result[J, R])
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for job := range jobs {
				results <- call(f, job)
			}
		})
	}
	go func() {
		wg.Wait() // nobody sends any more
		close(results)
	}()
	return results
}

// Do runs all jobs with a number of workers and calls use with each result, one at a
// time.
func Do[J, R any](workers int, jobs []J, f func(J) (R, error), use func(Result[J, R])) {
	ch := make(chan J)
	results := Start(workers, ch, f)
	go func() { // fed from another goroutine, because this one reads
		defer close(ch)
		for _, job := range jobs {
			ch <- job
		}
	}()
	for r := range results {
		use(r)
	}
}

// call does one job. A panic in it is that job's result: it costs neither the worker nor
// the program.
func call[J, R any](f func(J) (R, error), job J) (r Result[J, R]) {
	defer func() {
		if p := recover(); p != nil {
			r.Err = fmt.Errorf("job panicked: %v", p)
		}
	}()
	r.Job = job
	r.Value, r.Err = f(job)
	return r
}
