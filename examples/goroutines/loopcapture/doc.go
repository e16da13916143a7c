// Package loopcapture starts goroutines in a loop, each with its own item.
//
// A function literal does not copy the variables that it uses. Before Go 1.22 a loop
// had one variable for all iterations, and the goroutines read it later: most of them
// saw the last item.
//
// # Guarantee
//
// f is called with each item once, in any order, and the results are in the order of the
// items.
//
// # What goes wrong
//
//   - The go.mod or the build line of the file says that it is written for Go 1.21 or
//     older. Then all iterations share one loop variable, and several goroutines see
//     the last item. The file wrong121.go says so in its build line. The folder go121
//     is a module whose go.mod says so: its MapLoop has the same text as the one of
//     this package, which is correct.
//   - The variable is declared before the loop, so the iterations share it in every
//     version of Go. The correct version declares it in the loop.
//
// # What chaosrun shows
//
// Both are found within a few runs, and with -race in the first run, as races:
//
//	test failed: loopcapture_test.go:25: f was called with [30 30 30], want [10 20
//	    30]
//	TestWrongOneVariable, run 1 (roundrobin)
//
//	loopcapture_test.go:25: f was called with [30 30 30], want [10 20 30]
//	loopcapture_test.go:28: results [31 31 31], want [11 21 31]
//
//	 step  g1 (the test)                g2                           g3                           g4
//	    5  starts
//	    7  go ──▶ g2                                                                                                           wrong.go:15            wg.Go(func() { out[i] = f(item) })
//	    9  go ──▶ g3                                                                                                           wrong.go:15            wg.Go(func() { out[i] = f(item) })
//	   11  go ──▶ g4                                                                                                           wrong.go:15            wg.Go(func() { out[i] = f(item) })
//	   13  wg.Wait(): blocks                                                                                                   wrong.go:17            wg.Wait()
//	   15                               starts ◀── 7                                                                           wrong.go:15            wg.Go(func() { out[i] = f(item) })
//	   16                               mu.Lock()                                                                              loopcapture_test.go:18 mu.Lock()
//	   17                               mu.Unlock() ──▶ g3                                                                     loopcapture_test.go:19 defer mu.Unlock()
//	   19                               ends
//	   21                                                            starts ◀── 9                                              wrong.go:15            wg.Go(func() { out[i] = f(item) })
//	   22                                                            mu.Lock() ◀── 17                                          loopcapture_test.go:18 mu.Lock()
//	   23                                                            mu.Unlock() ──▶ g4                                        loopcapture_test.go:19 defer mu.Unlock()
//	   25                                                            ends
//	   27                                                                                         starts ◀── 11                wrong.go:15            wg.Go(func() { out[i] = f(item) })
//	   28                                                                                         mu.Lock() ◀── 23             loopcapture_test.go:18 mu.Lock()
//	   29                                                                                         mu.Unlock() ──▶ g1           loopcapture_test.go:19 defer mu.Unlock()
//	   31                                                                                         ends
//	   33  resumes ◀── 29
//	   35  in testing.(*common).Errorf                                                                                         loopcapture_test.go:25 t.Errorf("f was called with %v, want %v", seen, want)
package loopcapture
