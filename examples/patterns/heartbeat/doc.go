// Package heartbeat lets a worker show that it is alive.
//
// Somebody who waits for a result cannot tell a worker that takes its time from one that
// is stuck. A beat every so often can: as long as it comes, it is worth waiting.
//
// # Guarantee
//
// There is a beat at least every interval, while an item is worked at and while a result
// waits to be taken. Beats that nobody hears hold up nothing.
//
// # What goes wrong
//
//   - A beat before each item. An item that takes longer than the interval is a false
//     death, and whoever then starts the work anew starts it over and over.
//   - Beats while working only. A reader that is slow to take the results believes the
//     worker dead that waits for it.
//   - The worker waits until its beat is heard.
//
// # What chaosrun shows
//
// Nine seconds of virtual time, with a watch that allows one and a half intervals:
//
//	--- FAIL: TestWrongPerItem
//	    assert: the test failed
//	    found in the first run of the process (roundrobin), 119 steps
//
//	    the test printed:
//	        --- FAIL: TestWrongPerItem (1.50s)
//	            virtual_test.go:26: no beat for 1.5s: taken for dead
//
//	    the last steps (each column is a goroutine, time runs down):
//	    g1                      g2
//	                            try-send chan#10        examples/patterns/heartbeat/wrong.go:19
//	                            in time.After           examples/patterns/heartbeat/virtual_test.go:39
//	    in time.After                                   examples/patterns/heartbeat/virtual_test.go:25
//	    select                                          examples/patterns/heartbeat/virtual_test.go:19
//	    waits: select                                   examples/patterns/heartbeat/virtual_test.go:19
//	                            in context.(*cancelCt…  examples/patterns/heartbeat/virtual_test.go:40
//	                            select                  examples/patterns/heartbeat/virtual_test.go:38
//	                            waits: select           examples/patterns/heartbeat/virtual_test.go:38
//	    -- the clock advances to 1.5s --
//	    in testing.(*common).…                          examples/patterns/heartbeat/virtual_test.go:26
package heartbeat
