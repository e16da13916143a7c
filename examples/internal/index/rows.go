package main

// A row is a pattern: one heading of the article, or a second pattern below the same
// heading.
type row struct {
	heading  string // empty: the one before
	dir      string // below examples
	property string // of the right version; empty where dir is in a row before
	mistakes []mistake
}

// A mistake is one wrong version, and the tests that find it.
type mistake struct {
	text  string
	tests []string
}

type chapter struct {
	name string
	rows []row
}

// m is short for a mistake.
func m(text string, tests ...string) mistake { return mistake{text, tests} }

// same is a heading whose pattern has been in the table.
func same(heading, dir string) row { return row{heading: heading, dir: dir} }

// chapters are the article's, with its headings in its order.
var chapters = []chapter{
	{"Goroutines", goroutines},
	{"Channels", channels},
	{"Context package", contexts},
	{"Synchronization primitives", primitives},
	{"Concurrency patterns", patterns},
	{"Larger examples", large},
}

var goroutines = []row{
	{"Goroutine Basics", "goroutines/basics", "Start returns at once, and wait returns when all work is done", []mistake{
		m("nobody waits", "TestWrongHope"),
		m("a sleep in place of a wait, as long as the work", "TestWrongSleep"),
	}},
	same("go Keyword", "goroutines/basics"),
	{"Goroutine Scheduling", "goroutines/schedpoints", "of all goroutines that take a seat, one gets it", []mistake{
		m("check, then act, with a scheduling point in between (one test for each kind)",
			"TestWrongSend", "TestWrongReceive", "TestWrongSelect", "TestWrongMutex", "TestWrongOnce",
			"TestWrongAtomic", "TestWrongGo", "TestWrongGosched", "TestWrongSleep", "TestWrongContext",
			"TestWrongSyscall"),
		m("check, then act, with nothing in between", "TestWrongNothing"),
	}},
	{"M:N Scheduling Model", "goroutines/gomaxprocs", "the same result for 1 to 8 processors", []mistake{
		m("a shared maximum, compared and then stored", "TestWrongShared"),
	}},
	same("GOMAXPROCS", "goroutines/gomaxprocs"),
	{"Goroutine Lifecycle", "goroutines/lifecycle", "when Stop returns, the goroutine is dead and has cleaned up", []mistake{
		m("signals the goroutine and does not wait", "TestWrongOrphan"),
		m("waits for the wrong event", "TestWrongImpatient"),
	}},
	{"Goroutine Leaks", "goroutines/leaks", "ends on a value, a close or a cancel", []mistake{
		m("no way out", "TestWrongNoWayOut"),
		m("checks ctx once, before it waits", "TestWrongCheckedOnce"),
	}},
	{"Anonymous Goroutines", "goroutines/loopcapture", "each goroutine has its own item", []mistake{
		m("a file with Go 1.21 semantics", "TestWrongOldLoop", "TestWrongOldLoopRace"),
		m("a variable before the loop", "TestWrongOneVariable", "TestWrongOneVariableRace"),
	}},
	{"WaitGroup (sync.WaitGroup)", "goroutines/waitgroup", "returns after all calls, with all errors", []mistake{
		m("Add in the goroutine", "TestWrongAddInside"),
		m("Done skipped on error", "TestWrongDoneAtEnd"),
		m("Done twice on error, negative counter", "TestWrongDoneTwice"),
		m("Add between the last Done and Wait's return", "TestWrongReuse"),
	}},
}

var channels = []row{
	{"Channel Basics", "channels/sendreceive", "two goroutines swap values; a closed channel is not taken for a zero value", []mistake{
		m("both send first", "TestWrongSendFirst"),
		m("ok not checked", "TestWrongNotOK"),
	}},
	same("Channel Creation (make)", "channels/sendreceive"),
	same("Send and Receive Operations", "channels/sendreceive"),
	{"Channel Direction (send-only, receive-only)", "channels/direction", "producer and consumer end, even if the source fails", []mistake{
		m("close skipped on an error", "TestWrongClosesLast"),
	}},
	{"Buffered vs Unbuffered Channels", "channels/buffered", "all checks run, all errors are there", []mistake{
		m("three errors, a buffer for two", "TestWrongThreeFail"),
	}},
	{"Channel Capacity", "channels/capacity", "never blocks", []mistake{
		m("`if len(ch) < cap(ch)` and send", "TestWrongSendByLen"),
		m("`if len(ch) > 0` and receive", "TestWrongReceiveByLen"),
	}},
	{"Closing Channels", "channels/closing", "several goroutines may send and close; every sent value is received", []mistake{
		m("a flag, two closers", "TestWrongFlaggedByTwo"),
		m("a flag, a sender and a closer", "TestWrongFlaggedWhileSending"),
	}},
	{"Range Over Channels", "channels/ranging", "a range receives all values and ends", []mistake{
		m("nobody closes", "TestWrongOpen"),
		m("each worker closes", "TestWrongEachCloses"),
	}},
	{"select Statement", "channels/selectcase", "urgent first, nothing lost", []mistake{
		m("assumes that the order of cases is a priority", "TestWrongInOrder"),
		m("a second look drops a message", "TestWrongLateLook"),
		m("two tests that assert that one ready case always wins", "TestWrongUrgentAlwaysFirst", "TestWrongNormalAlwaysFirst"),
	}},
	{"Default Case in Select", "channels/defaultcase", "never blocks, overlooks no change", []mistake{
		m("no buffer, the message is dropped", "TestWrongForgetful"),
	}},
	{"nil Channels", "channels/merge", "all values of both inputs, each input in order; ends when both end, or on cancel", []mistake{
		m("the reader leaves early", "TestWrongDeaf"),
		m("ends when the first input ends", "TestWrongFirstEnds"),
	}},
	{"Channel Axioms", "channels/axioms", "the nine cells nil, open, closed x send, receive, close", []mistake{
		m("four blocking cells", "TestWrongSendNil", "TestWrongReceiveNil", "TestWrongSendOpen", "TestWrongReceiveOpen"),
		m("three panicking cells", "TestWrongCloseNil", "TestWrongSendClosed", "TestWrongCloseClosed"),
		m("close if not closed, from both ends", "TestWrongCloseIfOpen"),
		m("the receiver closes", "TestWrongReceiverCloses"),
	}},
	{"Channel Patterns", "channels/result", "the result is received once, the signal by all", []mistake{
		m("unbuffered, and an impatient receiver", "TestWrongUnbuffered"),
		m("a signal sent instead of closed", "TestWrongGiveOne"),
	}},
	{"Fan-in Pattern", "channels/fanin", "all values of all inputs, each input in order; ends on cancel", []mistake{
		m("ctx is not checked", "TestWrongDeaf"),
		m("closes before the forwarders end", "TestWrongEager"),
	}},
	{"Fan-out Pattern", "channels/fanout", "each item goes to one output, once; all outputs close", []mistake{
		m("items dealt in turn, and one output is not read", "TestWrongDealt"),
		m("ctx is not checked", "TestWrongDeaf"),
	}},
	{"Pipeline Pattern", "channels/pipeline", "equals the sequential function, ends on cancel", []mistake{
		m("the consumer stops, and every stage is left", "TestWrongConsumerStops"),
		m("ctx checked only between values", "TestWrongCheckedBetweenValues"),
	}},
	{"Cancellation with Channels", "channels/cancellation", "after Stop the worker has ended, and no goroutine waits for it", []mistake{
		m("the goroutine that submits jobs does not check done", "TestWrongDeaf"),
		m("Stop sends instead of closing", "TestWrongSent"),
	}},
}

var contexts = []row{
	{"context.Context Interface", "context/basics", "returns nil after the full time, otherwise the cause, at once", []mistake{
		m("Err read before Done", "TestWrongOldErr"),
		m("ctx checked only before and after the sleep, an hour late", "TestWrongDeaf"),
	}},
	same("context.Background", "context/basics"),
	same("context.TODO", "context/basics"),
	{"context.WithCancel", "context/withcancel", "the search cancels its own goroutine, and not its caller's context", []mistake{
		m("no context of its own", "TestWrongForgets"),
		m("cancel at the end, not deferred", "TestWrongEnd"),
	}},
	{"context.WithDeadline", "context/withtimeout", "ends at the earlier deadline exactly, loses no value", []mistake{
		m("both cases are ready, and the value is dropped", "TestWrongEither"),
		m("derived from Background, so cancel has no effect", "TestWrongDetached"),
		m("two tests that assert which case wins a tie", "TestWrongValueAlwaysWins", "TestWrongDeadlineAlwaysWins"),
	}},
	same("context.WithTimeout", "context/withtimeout"),
	{"", "context/fetch", "body or error within the limit, and no connection is left", []mistake{
		m("no limit", "TestWrongSimpleTooSlow"),
		m("a limit only for the header", "TestWrongHeader"),
		m("body not closed on a bad status", "TestWrongSimpleRefused"),
	}},
	{"context.WithValue", "context/withvalue", "each request sees its own id", []mistake{
		m("a type assertion without ok, and no middleware", "TestWrongSure"),
		m("id kept in the middleware", "TestWrongShared"),
	}},
	{"Context Cancellation Propagation", "context/propagation", "closing a node ends those below it, and no others", []mistake{
		m("a child of Background", "TestWrongDetached"),
		m("a child with its parent's context", "TestWrongSharing"),
	}},
	{"Context Best Practices", "context/requestscope", "each request under its own context", []mistake{
		m("context in the struct", "TestWrongKeeper"),
		m("the same behind a lock", "TestWrongLockedKeeper"),
	}},
	{"Context in HTTP Handlers", "context/httphandler", "when the client is gone, the handler returns and the worker ends", []mistake{
		m("unbuffered result", "TestWrongUnbuffered"),
		m("the handler does not check ctx", "TestWrongDeaf"),
		m("the worker writes the response", "TestWrongWritesInside"),
	}},
	{"Context in Database Operations", "context/database", "ends at the limit; all changes or none; the connection returns to the pool", []mistake{
		m("`err == DeadlineExceeded`", "TestWrongComparing"),
		m("rows not closed, so the pool runs empty", "TestWrongKeepingRows"),
		m("no rollback, so the pool runs empty", "TestWrongKeepingTx"),
		m("two changes without a transaction", "TestWrongLoose"),
	}},
}
