package sched

// Result is the result of [Explore]. If the only failing run needs a goroutine to be held up for
// long, Found is false, Warnings has the failure, and Recording and Text describe that run.
type Result struct {
	Found      bool     // whether a run failed
	Kind       Kind     // the kind of the failure; "" if no run failed
	Message    string   // one sentence that describes the failure
	Runs       uint64   // number of runs
	Steps      uint64   // number of steps in all runs
	Distinct   int      // number of distinct interleavings: happens-before graphs
	Complete   bool     // whether every schedule within the strategy's bound was explored, and none fails
	Sequential bool     // whether no choice had two options
	Skipped    bool     // whether the body skipped itself
	Recording  string   // the recording of the failing run, for chaosrun replay
	Text       string   // the report that chaosrun test prints
	Notes      []string // further facts
	Warnings   []string // Sometimes and Reachable that held in no run, and timing warnings (see [HoldUp])
}
