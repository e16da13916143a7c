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
//   - All jobs are fed first, and then the results are read. As long as the buffers
//     are larger than the list of jobs that works; then comes a longer list. Two
//     workers and two buffers of two have room for six jobs, and the seventh is waited
//     with for ever.
//   - A worker recovers from a panic around its loop instead of around each job. It
//     survives the panic and is gone all the same; its Done, which is not deferred, is
//     never called, and the results are never closed.
//
// # What chaosrun shows
//
// Each in the first run, and neither with few jobs or jobs that do not panic. Of the
// worker that is gone, PANICS is the last that is seen of it:
//
//	deadlock: nothing can run any more: all 2 goroutines of the test wait
//	TestWrongRecover, the first run of the process (roundrobin), 28 steps
//
//	    …
//	   14  g2    starts ◀── 7               wrongpool_test.go:43   go func() {
//	   16        recv chan#4: waits         wrongpool_test.go:45   for job := range ch {
//	   18  g3    starts ◀── 8               wrongpool_test.go:43   go func() {
//	   20        recv chan#4: waits         wrongpool_test.go:45   for job := range ch {
//	   22  g4    starts ◀── 9               wrongpool_test.go:52   go func() {
//	   25        wg.Wait wg#2: waits        wrongpool_test.go:53   wg.Wait()
//	   27  g5    starts ◀── 10              wrongpool_test.go:56   go func() {
//	   28        send chan#4 ──▶ g2         wrongpool_test.go:59   ch <- job
//	   29        send chan#4 ──▶ g3,g2      wrongpool_test.go:59   ch <- job
//	   31        send chan#4: waits         wrongpool_test.go:59   ch <- job
//	   34  g2    send chan#3 ──▶ g1         wrongpool_test.go:47   results <- result{job, v, err}
//	   35        recv chan#4 ◀── 29 ──▶ g5  wrongpool_test.go:45   for job := range ch {
//	   37        send chan#3: waits         wrongpool_test.go:47   results <- result{job, v, err}
//	   40  g3    PANICS                     workerpool_test.go:38  do(2, numbers(4), func(n int) (int, error) { return 6 / (n …
//	   45  g5    send chan#4: waits         wrongpool_test.go:59   ch <- job
//	   48  g1    recv chan#3 ──▶ g2         wrongpool_test.go:62   for r := range results {
//	   50        recv chan#3: waits         wrongpool_test.go:62   for r := range results {
//	   53  g2    recv chan#4 ◀── 43 ──▶ g5  wrongpool_test.go:45   for job := range ch {
//	   54        send chan#3 ──▶ g1         wrongpool_test.go:47   results <- result{job, v, err}
//	   56        recv chan#4: waits         wrongpool_test.go:45   for job := range ch {
//	   59  g5    close chan#4 ──▶ g2        wrongpool_test.go:61   }()
//	   64  g1    recv chan#3: waits         wrongpool_test.go:62   for r := range results {
//	   67  g2    wg.Add wg#2                wrongpool_test.go:49   wg.Done()
//	   68        ends
package workerpool
