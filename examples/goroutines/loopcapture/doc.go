// Package loopcapture starts goroutines in a loop, each with its own item.
//
// A function literal does not copy the variables that it uses. Before Go 1.22 a loop had
// one variable for all its turns, so that the goroutines, when they came to look, saw
// what the loop had got to by then: mostly the last item, several times.
//
// # Guarantee
//
// f is called with each item once, in any order, and the results are in the order of the
// items.
//
// # What goes wrong
//
//   - The module, or the file, says that it is written for Go 1.21 or older. The code
//     looks like the code of today, and means something else. In wrong121.go the file
//     says so, in its build line. The folder go121 is a module whose go.mod says so: its
//     MapLoop is, to the letter, the one of this package, which is right.
//   - The variable is declared before the loop. There is one of it, in every version.
//
// # What chaosrun shows
//
// Both within few runs, and with -race as races, in the first:
//
//	assert: the test failed
//	TestWrongOneVariable, the first run of the process (roundrobin), 104 steps
//
//	loopcapture_test.go:25: f was called with [30 30 30], want [10 20 30]
//	loopcapture_test.go:28: results [31 31 31], want [11 21 31]
//
//	 step  g1 (the test)          g2                     g3                     g4
//	    6  wg.Add wg#2                                                                                 wrong.go:15            wg.Go(func() { out[i] = f(item) })
//	    7  go ──▶ g2                                                                                   wrong.go:15            wg.Go(func() { out[i] = f(item) })
//	    8  wg.Add wg#2                                                                                 wrong.go:15            wg.Go(func() { out[i] = f(item) })
//	    9  go ──▶ g3                                                                                   wrong.go:15            wg.Go(func() { out[i] = f(item) })
//	   10  wg.Add wg#2                                                                                 wrong.go:15            wg.Go(func() { out[i] = f(item) })
//	   11  go ──▶ g4                                                                                   wrong.go:15            wg.Go(func() { out[i] = f(item) })
//	   14  wg.Wait wg#2: waits                                                                         wrong.go:17            wg.Wait()
//	   16                         starts ◀── 7                                                         wrong.go:15            wg.Go(func() { out[i] = f(item) })
//	   17                         Lock mutex#3                                                         loopcapture_test.go:18 mu.Lock()
//	   18                         Unlock mutex#3 ──▶ g3                                                loopcapture_test.go:21 return n + 1
//	   22                                                starts ◀── 9                                  wrong.go:15            wg.Go(func() { out[i] = f(item) })
//	   23                                                Lock mutex#3 ◀── 18                           loopcapture_test.go:18 mu.Lock()
//	   24                                                Unlock mutex#3 ──▶ g4                         loopcapture_test.go:21 return n + 1
//	   28                                                                       starts ◀── 11          wrong.go:15            wg.Go(func() { out[i] = f(item) })
//	   29                                                                       Lock mutex#3 ◀── 24    loopcapture_test.go:18 mu.Lock()
//	   30                                                                       Unlock mutex#3         loopcapture_test.go:21 return n + 1
//	  117  ends
package loopcapture
