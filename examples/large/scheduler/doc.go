// Package scheduler runs jobs that come over HTTP, again when they fail, and shuts down
// without losing one.
//
// # Guarantee
//
// A job that was accepted is done, or has failed as often as it may, when
// [Scheduler.Shutdown] returns nil, the attempts for which it was still waiting
// included. After that nothing runs, and late jobs are refused.
//
// # What goes wrong
//
// The scheduler counts the jobs that are open, and Shutdown waits until there are none.
// A job whose attempt has failed is open while it waits for the next attempt. The wrong
// worker first removes the job from the running ones and then adds it to the waiting
// ones, each step under the lock. Between the two steps the count is one too low. A
// Shutdown that looks at that moment returns, and the job, which was accepted with 202,
// never has its second attempt. The correct version makes both changes under one lock.
//
// The lock is free for some nanoseconds only:
//
//	go test -tags chaosrun -race -run TestWrongReleasing -count 10000 ./examples/large/scheduler
//
// passes, but for one run in some thousands on a machine that is busy with other
// programs. chaosrun finds it with the test of the correct version.
//
// # What chaosrun shows
//
//	test failed: scheduler_test.go:69: after Shutdown job 0 is retrying, attempts: 1
//	TestWrongReleasing, run 23 of seed 1 (auto)
//
//	of 6 choices that lead to it, the 2 that concern the failure:
//	  - g2 is preempted before “s.mu.Lock()” (wrong.go:34); g3 runs, and then g1
//	    until it blocks at “defer s.wg.Wait()” (scheduler.go:95)
//	  - g3 is preempted before “s.mu.Lock()” (wrong.go:34); g1 runs, and then g2
//	    until it ends
//
//	the test passes in a schedule with these two steps in the other order:
//	  - g1 does s.mu.Lock() inside “s.changed.Wait()” (scheduler.go:108)
//	  - g3 does “s.mu.Lock()” (wrong.go:34)
//
//	scheduler_test.go:69: after Shutdown job 0 is retrying, attempts: 1
//	scheduler_test.go:69: after Shutdown job 1 is retrying, attempts: 1
//
//	    …
//	  765  g3    s.changed.Broadcast()                  wrong.go:30            s.changed.Broadcast()
//	  766        s.mu.Unlock() ──▶ g1                   wrong.go:24            defer s.mu.Unlock()
//	  768  g1    s.mu.Lock() ◀── 766                    scheduler.go:108       s.changed.Wait()
//	  769        s.changed.Broadcast()                  scheduler.go:111       s.changed.Broadcast()
//	  770        s.mu.Unlock() ──▶ g2                   scheduler.go:105       defer s.mu.Unlock()
//	  792        s.wg.Wait(): blocks                    scheduler.go:95        defer s.wg.Wait()
//	  794  g2    s.mu.Lock() ◀── 770                    wrong.go:34            s.mu.Lock()
//	  795        s.mu.Unlock()                          wrong.go:35            defer s.mu.Unlock()
//	  796        s.mu.Lock()                            scheduler.go:138       s.mu.Lock()
//	  797        s.mu.Unlock() ──▶ g3                   scheduler.go:139       defer s.mu.Unlock()
//	  801  g3    s.mu.Lock() ◀── 797                    wrong.go:34            s.mu.Lock()
//	  802        s.mu.Unlock()                          wrong.go:35            defer s.mu.Unlock()
//	  803        s.mu.Lock()                            scheduler.go:138       s.mu.Lock()
//	  804        s.mu.Unlock() ──▶ g1,g8                scheduler.go:139       defer s.mu.Unlock()
//	  809  g1    s.wg.Load(): reads 0                   scheduler.go:115       return nil
//	  810        in fmt.Sprint                          scheduler_test.go:67   st := call(t, server.Client(), "GET", fmt.Sprint(server.URL…
//	  850        blocks in select                       scheduler_test.go:37   resp, err := client.Do(req)
//	  882        blocks in select                       scheduler_test.go:37   resp, err := client.Do(req)
//	  926  g8    s.mu.Lock() ◀── 16,804                 scheduler.go:82        s.mu.Lock()
//	  927        s.mu.Unlock()                          scheduler.go:83        defer s.mu.Unlock()
//	  992  ── the clock advances to 0.00017… ──
//	 1004  g1    <-chan#105: blocks                     scheduler_test.go:46   if err := json.NewDecoder(resp.Body).Decode(&status); err !…
//	 1054        in testing.(*common).Errorf            scheduler_test.go:69   t.Errorf("after Shutdown job %d is %s, attempts: %d", id, s…
//	 1304  ── the clock advances to 0.00018… ──
package scheduler
