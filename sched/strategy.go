package sched

import "fmt"

// Strategy says how the schedules of a test are chosen; see docs/strategies.md. The zero
// value is Auto. Strategies are made by the functions of this package.
type Strategy struct {
	spec string
	make func(seed uint64) Picker // of a custom one
}

// String returns the strategy as the flag -strategy of chaosrun test takes it.
func (s Strategy) String() string {
	if s.spec == "" {
		return "auto"
	}
	return s.spec
}

// Auto is a portfolio of random strategies that moves the budget to those that find new
// behaviour. It is the default.
func Auto() Strategy { return Strategy{spec: "auto"} }

// Random is the uniform random walk: every goroutine that can run is as likely to go on as
// any other.
func Random() Strategy { return Strategy{spec: "random"} }

// PCT is probabilistic concurrency testing (Burckhardt et al., "A Randomized Scheduler with
// Probabilistic Guarantees of Finding Bugs", ASPLOS 2010) for bugs that need depth ordering
// constraints, 1 to 16; 0 draws it anew for every run.
func PCT(depth int) Strategy {
	if depth == 0 {
		return Strategy{spec: "pct"}
	}
	return Strategy{spec: fmt.Sprintf("pct:%d", depth)}
}

// POS is partial-order sampling (Yuan et al., "Partial Order Aware Concurrency Sampling",
// CAV 2018).
func POS() Strategy { return Strategy{spec: "pos"} }

// SURW is the selectively uniform random walk (Zhao et al., "Selectively Uniform Concurrency
// Testing", ASPLOS 2025).
func SURW() Strategy { return Strategy{spec: "surw"} }

// DFS takes every schedule once.
func DFS() Strategy { return Strategy{spec: "dfs"} }

// DPOR takes one schedule of each class of schedules that differ only in the order of
// independent operations (Abdulla et al., "Optimal Dynamic Partial Order Reduction", POPL
// 2014). When it ends, the verdict is complete.
func DPOR() Strategy { return Strategy{spec: "dpor"} }

// Preemptions takes every schedule with at most n preemptions, n >= 0 (Musuvathi and Qadeer,
// "Iterative Context Bounding", PLDI 2007).
func Preemptions(n int) Strategy { return Strategy{spec: fmt.Sprintf("preempt:%d", n)} }

// Delays takes every schedule with at most n delays, n >= 0 (Emmi et al., "Delay-Bounded
// Scheduling", POPL 2011).
func Delays(n int) Strategy { return Strategy{spec: fmt.Sprintf("delay:%d", n)} }

// EachFault lets the faults that [Faults] plans happen one by one under one plain schedule:
// the first that can happen in the first run, the second in the second, until there are no
// more. Faults that are planned with 100 percent always happen.
func EachFault() Strategy { return Strategy{spec: "faults"} }

// RoundRobin is one plain schedule.
func RoundRobin() Strategy { return Strategy{spec: "roundrobin"} }
