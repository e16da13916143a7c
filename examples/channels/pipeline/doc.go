// Package pipeline chains stages, each a goroutine that receives from the one above and
// sends to the one below.
//
// A stage does one thing and knows its neighbours only as channels. All stages run at
// once, and a slow one slows down those above it, without a queue that grows.
//
// # Guarantee
//
// The values that come out are those that the same functions would compute one after the
// other, in the same order, for any input. Every stage closes its channel when it ends.
// When ctx is done all stages end, and what had come out until then is a beginning of
// the whole. A stage that is given a channel from elsewhere relies on its owner to close
// it.
//
// # What goes wrong
//
//   - The stages send without asking anybody. As long as every consumer reads to the
//     end that is right, and the tests that one writes first do. A consumer that
//     breaks out of its loop leaves the last stage in its send, that one leaves the
//     one above, and so on up: one break, and a leak of every stage.
//   - A stage asks ctx between two values, but not while it sends. It has asked just
//     before the cancel, and sends to nobody just after.
//
// # What chaosrun shows
//
// All three stages of the first, in the first run, with who was to receive:
//
//	--- FAIL: TestWrongConsumerStops
//	    leak: the test has returned and left goroutines: 3 that can never be woken
//	    found in the first run of the process (roundrobin), 41 steps
//
//	    g2 waits in chan send on chan#6, and nothing can ever wake it
//	        at examples/channels/pipeline/wrong.go:15 in pipeline.generateAll[...].func1
//	        chan#6 was last used by g3: recv at examples/channels/pipeline/wrong.go:25 in pipeline.mapAll[...].func1
//
//	    g3 waits in chan send on chan#7, and nothing can ever wake it
//	        at examples/channels/pipeline/wrong.go:26 in pipeline.mapAll[...].func1
//	        chan#7 was last used by g4: recv at examples/channels/pipeline/wrong.go:36 in pipeline.filterAll[...].func1
//
//	    g4 waits in chan send on chan#5, and nothing can ever wake it
//	        at examples/channels/pipeline/wrong.go:38 in pipeline.filterAll[...].func1
//	        chan#5 was last used by g1: recv at examples/channels/pipeline/pipeline_test.go:48 in pipeline.stopAtFirst; it has ended
package pipeline
