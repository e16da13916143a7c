package sched

// Kind is the kind of a failure.
type Kind string

// The kinds of failures.
const (
	Deadlock Kind = "deadlock" // nothing can run any more, and the test has not returned
	Leak     Kind = "leak"     // the test has returned and left goroutines
	Panic    Kind = "panic"    // a panic in any goroutine that nobody recovers
	Exit     Kind = "exit"     // the test ended the process
	Fatal    Kind = "fatal"    // a fatal error of the runtime, such as concurrent map writes
	Assert   Kind = "assert"   // the test failed, or an Always or Unreachable did
	Race     Kind = "race"     // a data race, found with -race
	Livelock Kind = "livelock" // the steps of a run are used up, also under a fair schedule
	Hang     Kind = "hang"     // real time passes without a scheduling point
)
