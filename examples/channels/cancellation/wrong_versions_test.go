//go:build chaosrun

package cancellation

// deaf has a Submit that does not look at done: it sends to a worker that has gone.
type deaf struct{ *Worker[int] }

func startDeaf(do func(int)) worker { return deaf{Start(do)} }

func (w deaf) Submit(job int) bool {
	w.jobs <- job
	return true
}

// sent stops with a send instead of a close: the worker hears it, once, and those who
// submit do not.
type sent struct{ *Worker[int] }

func startSent(do func(int)) worker { return sent{Start(do)} }

func (w sent) Stop() {
	w.done <- struct{}{}
	w.wg.Wait()
}
