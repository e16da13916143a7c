package sched

// Kind is the kind of a failure.
type Kind string

// The kinds of failures.
const (
	Deadlock Kind = "deadlock" // the test is blocked, and no goroutine is left that can wake it
	Leak     Kind = "leak"     // the test has returned, and goroutines are left
	Panic    Kind = "panic"    // an unrecovered panic in any goroutine
	Exit     Kind = "exit"     // the test ended the process
	Fatal    Kind = "fatal"    // a fatal error of the runtime, such as concurrent map writes
	Assert   Kind = "assert"   // the test failed, or an Always or Unreachable does not hold
	Race     Kind = "race"     // a data race, found with -race
	Livelock Kind = "livelock" // the run does not end, even under a fair schedule
	Hang     Kind = "hang"     // a goroutine never reaches a scheduling point
)
