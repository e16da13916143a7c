// Package workerpool has a number of workers take jobs from one channel and put results
// on another.
//
// The channel of jobs is the queue and the number of workers is the limit. The pool ends
// when the jobs do: the workers run out of them, and when the last has gone the results
// are closed.
//
// # Guarantee
//
// Every job has exactly one result, be it an error or a panic of the job, which is
// turned into an error. Results are closed after the last. Jobs and results need no
// buffers, provided that somebody reads while jobs are fed; [Do] does both.
//
// # What goes wrong
//
//   - The function sends all jobs first, and reads the results after that. As long as
//     the buffers have room for the list of jobs, it works. Two workers and two buffers
//     of two have room for six jobs; with the seventh, the function blocks in its send
//     and the workers block in theirs. The correct version sends and reads at the same
//     time.
//   - A worker recovers from a panic around its loop instead of around each job. The
//     panic ends the loop, and Done, which is not deferred, is never called. The
//     results are never closed, and the reader blocks forever. The correct worker
//     recovers around each job and defers Done.
//
// # What chaosrun shows
//
// Each is found in the first run, and neither with few jobs or with jobs that do not
// panic. The last step of the worker that ends too early is PANICS:
//
//	deadlock: the last 2 goroutines of the test are blocked: g1 at “for r := range
//	    results {” (wrongpool_test.go:62) and g4 at “wg.Wait()”
//	    (wrongpool_test.go:53)
//	TestWrongRecover, run 1 (roundrobin)
//
//	    …
//	   14  g2    starts ◀── 7                wrongpool_test.go:43   go func() {
//	   16        <-ch: blocks                wrongpool_test.go:45   for job := range ch {
//	   18  g3    starts ◀── 8                wrongpool_test.go:43   go func() {
//	   20        <-ch: blocks                wrongpool_test.go:45   for job := range ch {
//	   22  g4    starts ◀── 9                wrongpool_test.go:52   go func() {
//	   24        wg.Wait(): blocks           wrongpool_test.go:53   wg.Wait()
//	   26  g5    starts ◀── 10               wrongpool_test.go:56   go func() {
//	   27        ch <- 0 ──▶ g2              wrongpool_test.go:59   ch <- job
//	   28        ch <- 1 ──▶ g3,g2           wrongpool_test.go:59   ch <- job
//	   30        ch <- …: blocks             wrongpool_test.go:59   ch <- job
//	   33  g2    results <- … ──▶ g1         wrongpool_test.go:47   results <- result{job, v, err}
//	   34        <-ch: gets 2 ◀── 28 ──▶ g5  wrongpool_test.go:45   for job := range ch {
//	   36        results <- …: blocks        wrongpool_test.go:47   results <- result{job, v, err}
//	   39  g3    PANICS                      workerpool_test.go:38  do(2, numbers(4), func(n int) (int, error) { return 6 / (n …
//	   44  g5    ch <- …: blocks             wrongpool_test.go:59   ch <- job
//	   47  g1    <-results ──▶ g2            wrongpool_test.go:62   for r := range results {
//	   49        <-results: blocks           wrongpool_test.go:62   for r := range results {
//	   52  g2    <-ch: gets 3 ◀── 42 ──▶ g5  wrongpool_test.go:45   for job := range ch {
//	   53        results <- … ──▶ g1         wrongpool_test.go:47   results <- result{job, v, err}
//	   55        <-ch: blocks                wrongpool_test.go:45   for job := range ch {
//	   58  g5    close(ch) ──▶ g2            wrongpool_test.go:57   defer close(ch)
//	   63  g1    <-results: blocks           wrongpool_test.go:62   for r := range results {
//	   66  g2    wg.Done()                   wrongpool_test.go:49   wg.Done()
//	   67        ends
package workerpool
