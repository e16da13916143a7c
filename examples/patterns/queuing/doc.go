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
//	TestWrongDropping, the first run of the process (roundrobin), 88 steps
//
//	queuing_test.go:44: job 0: taken: true, done: false
//
//	    …
//	   14  g1    wg.Add wg#3                  queuing_test.go:30     wg.Go(func() {
//	   15        go ──▶ g6                    queuing_test.go:30     wg.Go(func() {
//	   19        wg.Wait wg#2: waits          wrong_versions_test.go:57 q.worker.Wait()
//	   21  g2    starts ◀── 7                 wrong_versions_test.go:20 q.worker.Go(func() {
//	   22        select                       wrong_versions_test.go:22 select {
//	   28  g3    starts ◀── 9                 queuing_test.go:30     wg.Go(func() {
//	   29        select-default               wrong_versions_test.go:34 select {
//	   31        atomic.Store atomic#5        queuing_test.go:37     taken[job].Store(err == nil)
//	   35  g4    starts ◀── 11                queuing_test.go:30     wg.Go(func() {
//	   36        select                       wrong_versions_test.go:45 select {
//	   37        atomic.Store atomic#6        queuing_test.go:37     taken[job].Store(err == nil)
//	   41  g5    starts ◀── 13                queuing_test.go:30     wg.Go(func() {
//	   42        select-default               wrong_versions_test.go:34 select {
//	   43        atomic.Store atomic#7        queuing_test.go:37     taken[job].Store(err == nil)
//	   47  g6    starts ◀── 15                queuing_test.go:30     wg.Go(func() {
//	   48        select                       wrong_versions_test.go:45 select {
//	   49        atomic.Store atomic#8        queuing_test.go:37     taken[job].Store(err == nil)
//	   55  g1    wg.Wait wg#3 ◀── 32,38,44,…  queuing_test.go:41     wg.Wait()
//	   57        atomic.Load atomic#5         queuing_test.go:43     if done[job].Load() != taken[job].Load() {
//	   58        atomic.Load atomic#5         queuing_test.go:44     t.Errorf("job %d: taken: %v, done: %v", job, taken[job].Loa…
//	  101        atomic.Load atomic#6         queuing_test.go:43     if done[job].Load() != taken[job].Load() {
//	  103        atomic.Load atomic#7         queuing_test.go:43     if done[job].Load() != taken[job].Load() {
//	  105        atomic.Load atomic#8         queuing_test.go:43     if done[job].Load() != taken[job].Load() {
//	  106        ends
package queuing
