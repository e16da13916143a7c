package cancellation

import "sync"

// Worker works at jobs, one at a time, until it is stopped.
type Worker[J any] struct {
	jobs chan J
	done chan struct{} // closed by Stop: everybody sees it, now or later
	once sync.Once
	wg   sync.WaitGroup
}

// Start starts a worker that calls do with each job.
func Start[J any](do func(J)) *Worker[J] {
	w := &Worker[J]{jobs: make(chan J), done: make(chan struct{})}
	w.wg.Go(func() {
		for {
			select {
			case <-w.done:
				return
			case job := <-w.jobs:
				do(job)
			}
		}
	})
	return w
}

// Submit waits until the worker takes the job. It returns false when the worker is
// stopped first; nobody will do the job then.
func (w *Worker[J]) Submit(job J) bool {
	select {
	case w.jobs <- job:
		return true
	case <-w.done:
		return false
	}
}

// Stop ends the worker, after the job at hand, and waits until it has ended. Everybody
// may call it, and more than once.
func (w *Worker[J]) Stop() {
	w.once.Do(func() { close(w.done) })
	w.wg.Wait()
}
