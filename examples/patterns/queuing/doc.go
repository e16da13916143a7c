// Package queuing puts a queue between those who bring work and the one who does it.
//
// A queue evens out bursts. When it is full, the work does not keep up, and there are two
// answers: let those who bring it wait, which slows them down, or refuse. A larger queue
// is not a third one.
//
// # Guarantee
//
// Try never waits. Put waits for room, and gives up at its limit exactly. Every job that
// was taken is done before Close returns, and a job that was refused is not.
//
// # What goes wrong
//
// The worker ends when it is told to, with jobs still in the buffer. A test that lets
// the queue run empty before it closes does not see it. In operation, each restart loses
// a few jobs that were acknowledged.
//
// # What chaosrun shows
//
//	assert: the test failed
//	TestWrongDropping, the first run of the process (roundrobin), 97 steps
//
//	queuing_test.go:44: job 0: taken: true, done: false
//
//	    …
//	   19  g1    wg.Wait wg#2: waits          wrong_versions_test.go:57 q.worker.Wait()
//	   21  g2    starts ◀── 7                 wrong_versions_test.go:20 q.worker.Go(func() {
//	   22        select                       wrong_versions_test.go:22 select {
//	   28  g3    starts ◀── 9                 queuing_test.go:30     wg.Go(func() {
//	   29        select-default               wrong_versions_test.go:34 select {
//	   31        atomic.Store atomic#5        queuing_test.go:37     taken[job].Store(err == nil)
//	   35  g4    starts ◀── 11                queuing_test.go:30     wg.Go(func() {
//	   36        in time.After                wrong_versions_test.go:50 case <-time.After(limit):
//	   43        select                       wrong_versions_test.go:45 select {
//	   44        atomic.Store atomic#10       queuing_test.go:37     taken[job].Store(err == nil)
//	   48  g5    starts ◀── 13                queuing_test.go:30     wg.Go(func() {
//	   49        select-default               wrong_versions_test.go:34 select {
//	   50        atomic.Store atomic#11       queuing_test.go:37     taken[job].Store(err == nil)
//	   54  g6    starts ◀── 15                queuing_test.go:30     wg.Go(func() {
//	   55        in time.After                wrong_versions_test.go:50 case <-time.After(limit):
//	   57        select                       wrong_versions_test.go:45 select {
//	   58        atomic.Store atomic#12       queuing_test.go:37     taken[job].Store(err == nil)
//	   64  g1    wg.Wait wg#3 ◀── 32,45,51,…  queuing_test.go:41     wg.Wait()
//	   66        atomic.Load atomic#5         queuing_test.go:43     if done[job].Load() != taken[job].Load() {
//	   67        atomic.Load atomic#5         queuing_test.go:44     t.Errorf("job %d: taken: %v, done: %v", job, taken[job].Loa…
//	  110        atomic.Load atomic#10        queuing_test.go:43     if done[job].Load() != taken[job].Load() {
//	  112        atomic.Load atomic#11        queuing_test.go:43     if done[job].Load() != taken[job].Load() {
//	  114        atomic.Load atomic#12        queuing_test.go:43     if done[job].Load() != taken[job].Load() {
//	  115        ends
package queuing
