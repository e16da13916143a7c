// Package imported runs the corpus a second time, from plain go test: the body of every test is
// passed to sched.Test, as those would do who import it.
package imported
