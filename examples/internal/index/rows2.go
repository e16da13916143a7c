package main

var primitives = []row{
	{"sync.Mutex", "sync/safecounter", "each call at one moment; a snapshot is a counter of its own", []mistake{
		m("early return without Unlock", "TestWrongCarelessFirst"),
		m("two steps, each locked", "TestWrongStepwise"),
		m("a copied lock that is held", "TestWrongCopied"),
		m("the map not copied with it", "TestWrongCopiedOwn"),
		m("one map behind two locks", "TestWrongCopiedRace"),
	}},
	{"", "sync/mutex", "total constant at every moment, no deadlock", []mistake{
		m("locks in opposite orders", "TestWrongAsCalled"),
		m("the same lock twice", "TestWrongAsCalledToItself"),
		m("early return without Unlock", "TestWrongByHand"),
		m("one lock after the other, money nowhere", "TestWrongInSteps"),
	}},
	{"sync.RWMutex", "sync/rwmutex", "each call at one moment; readers overlap; built once", []mistake{
		m("read lock twice, a writer in between", "TestWrongNested"),
		m("read lock upgraded", "TestWrongUpgrading"),
		m("what was read is believed after the unlock", "TestWrongTrusting"),
		m("hits counted under the read lock", "TestWrongCounting"),
	}},
	{"sync.Once", "sync/once", "built once; all get the same value and the same error", []mistake{
		m("error of the first call only", "TestWrongSwallowing"),
		m("one Once for all, re-entered", "TestWrongOneForAll"),
		m("look, then build", "TestWrongChecked"),
	}},
	{"sync.Cond", "sync/condqueue", "first in, first out, no lost wake-up", []mistake{
		m("`if` for `for`, index out of range", "TestWrongIf"),
		m("Close signals one", "TestWrongQuietClose"),
		m("one condition for two questions", "TestWrongOneCond"),
	}},
	{"sync.Pool", "sync/pool", "everybody gets its own text", []mistake{
		m("not reset", "TestWrongStale"),
		m("used after Put", "TestWrongEarly", "TestWrongEarlyRace"),
	}},
	{"sync.Map", "sync/syncmap", "one session for each user, ended once", []mistake{
		m("Load, then Store", "TestWrongTwoSteps"),
		m("Load, then Delete", "TestWrongEndsAny"),
	}},
	{"atomic Package", "sync/atomics", "every addition counts", []mistake{
		m("Load, then Store", "TestWrongLoadStore"),
	}},
	{"atomic.Value", "sync/atomicvalue", "readers see one whole value", []mistake{
		m("a Load for each field", "TestWrongTorn"),
		m("errors of two types in one Value", "TestWrongLastError"),
	}},
	{"Compare-and-Swap Operations", "sync/cas", "never over the limit; each value is popped once", []mistake{
		m("ABA, nodes that come back", "TestWrongLinked"),
		m("check, then add", "TestWrongAddChecked"),
	}},
	{"Memory Ordering", "sync/memorder", "whoever gets the value sees what was written before, for each rule", []mistake{
		m("a plain flag", "TestWrongPlainFlag"),
		m("a=1, b=2 without anything", "TestWrongLitmus"),
		m("the same with atomics: three tests that each deny an outcome", "TestWrongNeverNothing", "TestWrongNeverFirst", "TestWrongNeverBoth"),
	}},
	{"Data Races", "sync/dataraces", "counts every Add, never goes back", []mistake{
		m("`n++`", "TestWrongPlain"),
		m("read without the lock", "TestWrongPeek"),
	}},
	same("Race Detector (go run -race)", "sync/dataraces"),
}

var patterns = []row{
	{"Worker Pools", "patterns/workerpool", "every job has one result, a panic is one too", []mistake{
		m("fed before read", "TestWrongFeedFirst"),
		m("a panic takes the worker", "TestWrongRecover"),
	}},
	{"Rate Limiting", "patterns/ratelimit", "in any window no more than burst and rate allow", []mistake{
		m("time.Tick without end", "TestWrongTicking"),
		m("the refiller waits with a token in hand", "TestWrongWaiting"),
		m("counted for each window of the clock", "TestWrongWindowed"),
	}},
	{"Timeout Patterns", "patterns/timeouts", "result or limit, never later; worker ends", []mistake{
		m("unbuffered result", "TestWrongUnbuffered"),
		m("time.After in the loop, no limit", "TestWrongRestarting"),
	}},
	{"Cancellation Patterns", "patterns/cancellation", "the first error; nothing is running on return", []mistake{
		m("errors unbuffered", "TestWrongUnbuffered"),
		m("as published, siblings not waited for", "TestWrongHasty"),
		m("cancel after the wait", "TestWrongPatient"),
	}},
	{"Error Handling in Concurrent Code", "patterns/errorhandling", "a value or an error for each item", []mistake{
		m("unbuffered, and an early return", "TestWrongEarly"),
		m("one variable for the error", "TestWrongLast"),
		m("as published, errors printed, not found by errors.Is", "TestWrongPrinted"),
		m("append by all", "TestWrongShared"),
	}},
	{"Error Groups (golang.org/x/sync/errgroup)", "patterns/errgroups", "all values, or the first error, which cancels", []mistake{
		m("the caller's ctx", "TestWrongOuter"),
		m("values read before Wait", "TestWrongEarly", "TestWrongEarlyRace"),
	}},
	{"Semaphore Pattern", "patterns/semaphore", "at most three at once, all ten ran", []mistake{
		m("as published, nobody waits", "TestWrongNoWait"),
		m("Release without Acquire", "TestWrongReleases"),
		m("a second place for each", "TestWrongTwice"),
	}},
	{"Or-channel Pattern", "patterns/orchannel", "closes with the first of 0 to 9; none left then", []mistake{
		m("as published, append into the caller's array", "TestWrongAppending", "TestWrongAppendingRace"),
		m("others wait on", "TestWrongFirst"),
	}},
	{"Or-done-channel Pattern", "patterns/ordone", "in order, none twice; ends with either", []mistake{
		m("no inner select", "TestWrongOuter"),
		m("no outer select", "TestWrongInner"),
	}},
	{"Tee-channel Pattern", "patterns/tee", "both outputs equal the input", []mistake{
		m("outputs in turn", "TestWrongInTurn"),
		m("two sends, perhaps to one", "TestWrongTwice"),
		m("one output not read, ctx not asked", "TestWrongDeaf"),
	}},
	{"Bridge-channel Pattern", "patterns/bridge", "flattened in order, ends on cancel", []mistake{
		m("range over a stream that is not closed", "TestWrongRange"),
		m("all streams at once", "TestWrongParallel"),
	}},
	{"Queuing Patterns", "patterns/queuing", "full at the deadline exactly; what was taken is done", []mistake{
		m("ends with jobs in the buffer", "TestWrongDropping"),
	}},
	{"Bounded Parallelism", "patterns/boundedparallelism", "at most n at once; all results, or cancelled and gone", []mistake{
		m("as published, on cancel", "TestWrongPublishedCancelled"),
		m("results closed before the workers end", "TestWrongHastyCancelled"),
	}},
	{"Heartbeat Pattern", "patterns/heartbeat", "a beat each interval, heard or not", []mistake{
		m("as published, a beat for each item, a false death", "TestWrongPerItem"),
		m("no beat while a result waits", "TestWrongWhileWorking"),
		m("waits to be heard", "TestWrongLoud"),
	}},
	{"Publish-Subscribe Pattern", "patterns/pubsub", "order kept for each publisher, a slow one delays nobody", []mistake{
		m("sends to a copy of the list, one of them closed", "TestWrongCopy"),
		m("waits for room with the lock held", "TestWrongPatient"),
	}},
}

// large are not in the article.
var large = []row{
	{"Job scheduler", "large/scheduler", "an accepted job is done when Shutdown returns", []mistake{
		m("taken out as running, then put in as waiting", "TestWrongReleasing"),
	}},
	{"Streaming pipeline", "large/stream", "what was taken is written; all credits come back", []mistake{
		m("unlocks before it wakes who is next", "TestWrongUnlocking"),
	}},
	{"Replicated key-value store", "large/kv", "linearizable, with links cut", []mistake{
		m("stores without the lock that the votes need", "TestWrongSaving", "TestWrongPartitioned"),
	}},
}
