package main

var primitives = []row{
	{"sync.Mutex", "sync/safecounter", "each call is atomic; a snapshot is an independent counter", []mistake{
		m("early return without Unlock", "TestWrongCarelessFirst"),
		m("two steps, each locked", "TestWrongStepwise"),
		m("a copy of a held lock", "TestWrongCopied"),
		m("the map is not copied with the lock", "TestWrongCopiedOwn"),
		m("one map behind two locks", "TestWrongCopiedRace"),
	}},
	{"", "sync/mutex", "total constant at every moment, no deadlock", []mistake{
		m("locks taken in opposite orders", "TestWrongAsCalled"),
		m("the same lock twice", "TestWrongAsCalledToItself"),
		m("early return without Unlock", "TestWrongByHand"),
		m("one lock after the other, so the money is in neither account", "TestWrongInSteps"),
	}},
	{"sync.RWMutex", "sync/rwmutex", "each call is atomic; readers overlap; built once", []mistake{
		m("read lock taken twice, with a writer in between", "TestWrongNested"),
		m("read lock upgraded", "TestWrongUpgrading"),
		m("uses what it read after the unlock", "TestWrongTrusting"),
		m("hits counted under the read lock", "TestWrongCounting"),
	}},
	{"sync.Once", "sync/once", "built once; all get the same value and the same error", []mistake{
		m("only the first call returns the error", "TestWrongSwallowing"),
		m("one Once for all values, re-entered", "TestWrongOneForAll"),
		m("check, then build", "TestWrongChecked"),
	}},
	{"sync.Cond", "sync/condqueue", "first in, first out, no lost wake-up", []mistake{
		m("`if` for `for`, index out of range", "TestWrongIf"),
		m("Close signals one", "TestWrongQuietClose"),
		m("one condition variable for two conditions", "TestWrongOneCond"),
	}},
	{"sync.Pool", "sync/pool", "every caller gets its own text", []mistake{
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
		m("a separate Load for each field", "TestWrongTorn"),
		m("errors of two types in one Value", "TestWrongLastError"),
	}},
	{"Compare-and-Swap Operations", "sync/cas", "never over the limit; each value is popped once", []mistake{
		m("ABA: nodes are reused", "TestWrongLinked"),
		m("check, then add", "TestWrongAddChecked"),
	}},
	{"Memory Ordering", "sync/memorder", "a goroutine that gets the value sees all writes before it, for each rule of the memory model", []mistake{
		m("a plain flag", "TestWrongPlainFlag"),
		m("a=1, b=2 without synchronization", "TestWrongLitmus"),
		m("the same with atomics: three tests that each rule out a possible outcome", "TestWrongNeverNothing", "TestWrongNeverFirst", "TestWrongNeverBoth"),
	}},
	{"Data Races", "sync/dataraces", "counts every Add, never decreases", []mistake{
		m("`n++`", "TestWrongPlain"),
		m("read without the lock", "TestWrongPeek"),
	}},
	same("Race Detector (go run -race)", "sync/dataraces"),
}

var patterns = []row{
	{"Worker Pools", "patterns/workerpool", "every job has one result, even if it panics", []mistake{
		m("feeds all jobs before it reads results", "TestWrongFeedFirst"),
		m("a panic ends the worker", "TestWrongRecover"),
	}},
	{"Rate Limiting", "patterns/ratelimit", "in any window no more than burst and rate allow", []mistake{
		m("time.Tick that never stops", "TestWrongTicking"),
		m("the refill goroutine waits with a token in hand", "TestWrongWaiting"),
		m("counts per fixed window of the clock", "TestWrongWindowed"),
	}},
	{"Timeout Patterns", "patterns/timeouts", "the result, or an error at the limit; the worker ends", []mistake{
		m("unbuffered result", "TestWrongUnbuffered"),
		m("time.After inside the loop, so there is no limit", "TestWrongRestarting"),
	}},
	{"Cancellation Patterns", "patterns/cancellation", "returns the first error; no goroutine runs on return", []mistake{
		m("errors unbuffered", "TestWrongUnbuffered"),
		m("as published: does not wait for the siblings", "TestWrongHasty"),
		m("cancel after the wait", "TestWrongPatient"),
	}},
	{"Error Handling in Concurrent Code", "patterns/errorhandling", "a value or an error for each item", []mistake{
		m("unbuffered, and an early return", "TestWrongEarly"),
		m("one variable for the error", "TestWrongLast"),
		m("as published: errors are formatted, so errors.Is does not find them", "TestWrongPrinted"),
		m("append by all goroutines", "TestWrongShared"),
	}},
	{"Error Groups (golang.org/x/sync/errgroup)", "patterns/errgroups", "all values, or the first error, which cancels", []mistake{
		m("uses the caller's ctx", "TestWrongOuter"),
		m("values read before Wait", "TestWrongEarly", "TestWrongEarlyRace"),
	}},
	{"Semaphore Pattern", "patterns/semaphore", "at most three run at once, and all ten run", []mistake{
		m("as published: no goroutine waits", "TestWrongNoWait"),
		m("Release without Acquire", "TestWrongReleases"),
		m("each takes a second slot", "TestWrongTwice"),
	}},
	{"Or-channel Pattern", "patterns/orchannel", "closes when the first of 0 to 9 channels closes; no goroutine is left", []mistake{
		m("as published: append to the caller's array", "TestWrongAppending", "TestWrongAppendingRace"),
		m("the other goroutines keep waiting", "TestWrongFirst"),
	}},
	{"Or-done-channel Pattern", "patterns/ordone", "in order, none twice; ends when the input closes or ctx is done", []mistake{
		m("no inner select", "TestWrongOuter"),
		m("no outer select", "TestWrongInner"),
	}},
	{"Tee-channel Pattern", "patterns/tee", "both outputs equal the input", []mistake{
		m("outputs in turn", "TestWrongInTurn"),
		m("two sends, possibly both to one output", "TestWrongTwice"),
		m("one output is not read, and ctx is not checked", "TestWrongDeaf"),
	}},
	{"Bridge-channel Pattern", "patterns/bridge", "flattens in order, ends on cancel", []mistake{
		m("ranges over a stream that is not closed", "TestWrongRange"),
		m("reads all streams at once", "TestWrongParallel"),
	}},
	{"Queuing Patterns", "patterns/queuing", "times out exactly at the deadline if full; every accepted job is done", []mistake{
		m("ends with jobs left in the buffer", "TestWrongDropping"),
	}},
	{"Bounded Parallelism", "patterns/boundedparallelism", "at most n at once; all results, or an error, and no goroutine is left", []mistake{
		m("as published, when canceled", "TestWrongPublishedCancelled"),
		m("results closed before the workers end", "TestWrongHastyCancelled"),
	}},
	{"Heartbeat Pattern", "patterns/heartbeat", "a beat in each interval, whether or not it is received", []mistake{
		m("as published: a beat for each item, so a live worker looks dead", "TestWrongPerItem"),
		m("no beat while a result waits", "TestWrongWhileWorking"),
		m("blocks until the beat is received", "TestWrongLoud"),
	}},
	{"Publish-Subscribe Pattern", "patterns/pubsub", "keeps the order of each publisher; a slow subscriber delays no other", []mistake{
		m("sends to a copy of the list, with a closed channel in it", "TestWrongCopy"),
		m("waits for buffer space with the lock held", "TestWrongPatient"),
	}},
}

// large are not in the article.
var large = []row{
	{"Job scheduler", "large/scheduler", "an accepted job is done when Shutdown returns", []mistake{
		m("removed as running, then added as waiting", "TestWrongReleasing"),
	}},
	{"Streaming pipeline", "large/stream", "every accepted item is written; all credits return", []mistake{
		m("unlocks before it wakes the next waiter", "TestWrongUnlocking"),
	}},
	{"Replicated key-value store", "large/kv", "linearizable, even with cut links", []mistake{
		m("stores without the lock that protects the votes", "TestWrongSaving", "TestWrongPartitioned"),
	}},
}
