package main

// A stop is one example: what is wrong, which test says so, and what is right.
type stop struct {
	title string
	dir   string // below examples
	is    string // what the code does
	wrong string // the declaration with the mistake, Type.Method or a function
	test  string // of the wrong version
	count int    // runs under stress that take some seconds
	why   string // what the schedule shows
	right string // the declaration without the mistake
	fixed string // the same test of the right version
}

// stops are those whose bug stress misses in many more runs than these. They come from
// the small to the large.
var stops = []stop{
	{
		title: "Money between two locks",
		dir:   "sync/mutex",
		is:    "A bank has a lock for each account. The test moves money, and looks at the total meanwhile.",
		wrong: "transferInSteps",
		test:  "TestWrongInSteps",
		count: 50_000,
		why:   "Between the Unlock of one account and the Lock of the other, the money is nowhere: Total looked just then.",
		right: "Bank.Transfer",
		fixed: "TestTotalStays",
	},
	{
		title: "A subscriber that has left",
		dir:   "patterns/pubsub",
		is:    "A broker sends each message to all who have subscribed. The test has one leave while others publish.",
		wrong: "copyBroker.Publish",
		test:  "TestWrongCopy",
		count: 50_000,
		why:   "The list was copied under the lock; then the subscriber left and its channel was closed; then came the send.",
		right: "Broker.Publish",
		fixed: "TestLeaveEarly",
	},
	{
		title: "A copy of a lock",
		dir:   "sync/safecounter",
		is:    "A counter can make a snapshot of itself. The test takes one while others count.",
		wrong: "snapshotCopied",
		test:  "TestWrongCopied",
		count: 50_000,
		why:   "The counter was copied while somebody held its lock. The lock of the copy is held too, and nobody will ever unlock that one.",
		right: "Counter.Snapshot",
		fixed: "TestWhileCounting",
	},
	{
		title: "A credit that nobody has",
		dir:   "large/stream",
		is:    "A pipeline may have only so many records in flight, and waits for a credit for each. The test cancels one pipeline and runs another with the same credits.",
		wrong: "unlocking.Release",
		test:  "TestWrongUnlocking",
		count: 2000,
		why:   "Release had taken the next one out of the queue and had not told it. Just then that one was cancelled, saw no credit, and left. The credit is lost, and the next pipeline waits for ever.",
		right: "Credits.Release",
		fixed: "TestAfterCancel",
	},
	{
		title: "A job that is nobody's",
		dir:   "large/scheduler",
		is:    "A scheduler takes jobs over HTTP and tries again those that fail. The test has it shut down: what was accepted must be done then.",
		wrong: "newReleasing",
		test:  "TestWrongReleasing",
		count: 500,
		why:   "The job was no longer running and not yet waiting for its next attempt. Shutdown counted just then, found none open, and returned.",
		right: "Scheduler.settleAtOnce",
		fixed: "TestDrained",
	},
}
