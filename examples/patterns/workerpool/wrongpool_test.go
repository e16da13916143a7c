//go:build chaosrun

package workerpool

import "sync"

// doFeedFirst hands out all jobs and then looks at the results. With buffers as large as
// in the trial it works; the job that neither buffer nor worker has room for is waited
// with for ever.
func doFeedFirst(workers int, jobs []int, f func(int) (int, error), use func(result)) {
	const buffer = 2
	ch := make(chan int, buffer)
	results := make(chan result, buffer)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for job := range ch {
				results <- call(f, job)
			}
		})
	}
	go func() {
		wg.Wait()
		close(results)
	}()
	for _, job := range jobs {
		ch <- job
	}
	close(ch)
	for r := range results {
		use(r)
	}
}

// doRecover recovers too, but once for a worker, not once for a job: the worker is gone,
// and as its Done is not deferred nobody learns of it.
func doRecover(workers int, jobs []int, f func(int) (int, error), use func(result)) {
	ch := make(chan int)
	results := make(chan result)
	var wg sync.WaitGroup
	wg.Add(workers)
	for range workers {
		go func() {
			defer func() { recover() }()
			for job := range ch {
				v, err := f(job)
				results <- result{job, v, err}
			}
			wg.Done()
		}()
	}
	go func() {
		wg.Wait()
		close(results)
	}()
	go func() {
		defer close(ch)
		for _, job := range jobs {
			ch <- job
		}
	}()
	for r := range results {
		use(r)
	}
}
