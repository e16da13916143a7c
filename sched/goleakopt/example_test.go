package goleakopt_test

import (
	"go.uber.org/goleak"

	"github.com/chaosrun/chaosrun/sched/goleakopt"
)

func ExampleLeaks() {
	_ = goleakopt.Leaks(goleak.IgnoreTopFunction("example.com/pool.(*Pool).janitor"), goleak.IgnoreCurrent())
}
