package runner

import "errors"

// waste counts the generated inputs that tests could not use.
type waste struct {
	discards  uint64 // inputs that their generators refused
	undecided uint64 // runs that had no input, each process's warm-up run included
}

// judge says what a passing test has wasted: it is an error if no run had an input, and a
// warning if few had.
func (w waste) judge(res *Result) {
	switch {
	case w.undecided > res.Runs:
		res.Verdict = "error"
		res.Err = errors.New("no run had an input: the generators refuse all that they make; is a SuchThat impossible?")
	case w.undecided > 0 && w.undecided*10 >= res.Runs*9:
		res.warn("nearly all inputs are discarded: %d of %d runs had none, so the test shows little", w.undecided, res.Runs)
	case w.discards > res.Runs*9:
		res.warn("nearly all inputs are discarded: generators refused %d inputs in %s", w.discards, Plural(res.Runs, "run"))
	case w.discards > 0:
		res.note("generators refused %d inputs in %d runs", w.discards, res.Runs)
	}
}
