// Package queuing puts a queue between those who bring work and the one who does it.
//
// A queue evens out bursts. If it is full, the worker is too slow, and there are two
// answers: block those who bring work, or refuse the work. A larger queue only delays
// this.
//
// # Guarantee
//
// Try never blocks. Put waits for room, up to its limit exactly. Every job that was
// accepted is done before Close returns, and a job that was refused is not.
//
// # What goes wrong
//
// The worker ends as soon as it is told to stop, while jobs are still in the buffer.
// These jobs were accepted and are never done. A test that waits until the queue is
// empty before it closes does not notice; in production each restart loses a few jobs.
// The correct version closes the channel of jobs, and the worker ends when that is
// empty.
//
// # What chaosrun shows
//
//	test failed: queuing_test.go:44: job 0: taken: true, done: false
//	TestWrongDropping, run 1 (roundrobin)
//
//	a select has several ready cases:
//	  - g3's select (wrong_versions_test.go:34) takes “case q.jobs <- job”;
//	    “case <-q.done” is ready too
//
//	queuing_test.go:44: job 0: taken: true, done: false
//
//	    …
//	    9  g1    go ──▶ g3                              queuing_test.go:30     wg.Go(func() {
//	   11        go ──▶ g4                              queuing_test.go:30     wg.Go(func() {
//	   13        go ──▶ g5                              queuing_test.go:30     wg.Go(func() {
//	   15        go ──▶ g6                              queuing_test.go:30     wg.Go(func() {
//	   16        close(q.done)                          wrong_versions_test.go:56 close(q.done)
//	   18        q.worker.Wait(): blocks                wrong_versions_test.go:57 q.worker.Wait()
//	   20  g2    starts ◀── 7                           wrong_versions_test.go:20 q.worker.Go(func() {
//	   22        takes case <-q.done: is closed ──▶ g1  wrong_versions_test.go:22 select {
//	   26  g3    starts ◀── 9                           queuing_test.go:30     wg.Go(func() {
//	   29        takes case q.jobs <-…: sends 0         wrong_versions_test.go:34 select {
//	   30        taken[job]#6.St…: false → true ──▶ g1  queuing_test.go:37     taken[job].Store(err == nil)
//	   34  g4    starts ◀── 11                          queuing_test.go:30     wg.Go(func() {
//	   36        takes case <-q.done: is closed         wrong_versions_test.go:45 select {
//	   37        taken[job]#7.Sto…: still false ──▶ g1  queuing_test.go:37     taken[job].Store(err == nil)
//	   41  g5    starts ◀── 13                          queuing_test.go:30     wg.Go(func() {
//	   43        takes case <-q.done: is closed         wrong_versions_test.go:34 select {
//	   44        taken[job]#8.Sto…: still false ──▶ g1  queuing_test.go:37     taken[job].Store(err == nil)
//	   48  g6    starts ◀── 15                          queuing_test.go:30     wg.Go(func() {
//	   50        takes case <-q.done: is closed         wrong_versions_test.go:45 select {
//	   51        taken[job]#9.Sto…: still false ──▶ g1  queuing_test.go:37     taken[job].Store(err == nil)
//	   57  g1    wg.Wait() ◀── 30,37,44,…               queuing_test.go:41     wg.Wait()
//	   59        taken[job]#6.Load…: reads true         queuing_test.go:43     if done[job].Load() != taken[job].Load() {
//	   60        taken[job]#6.Load…: reads true         queuing_test.go:44     t.Errorf("job %d: taken: %v, done: %v", job, taken[job].Loa…
//	   62        in testing.(*common).Errorf            queuing_test.go:44     t.Errorf("job %d: taken: %v, done: %v", job, taken[job].Loa…
package queuing
