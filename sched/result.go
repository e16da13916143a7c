package sched

// Result is what [Explore] has found out about a body. If no run failed but for one in which a
// goroutine was held up for long, that is a warning, and Recording and Text are of that run.
type Result struct {
	Found      bool     // a run failed
	Kind       Kind     // how; "" if none did
	Message    string   // one sentence that says what broke
	Runs       uint64   // made
	Steps      uint64   // of all runs
	Distinct   int      // different interleavings seen: happens-before graphs
	Complete   bool     // every schedule was explored, within the strategy's bound, and none fails
	Sequential bool     // no choice ever had two options
	Skipped    bool     // the body skipped itself
	Recording  string   // the file of the failing run, for chaosrun replay
	Text       string   // the failure as chaosrun test shows it
	Notes      []string // what else is worth knowing
	Warnings   []string // Sometimes and Reachable that no run has met, and runs that fail only if a goroutine is held up for long (see [HoldUp])
}
