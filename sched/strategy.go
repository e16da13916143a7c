package sched

import "fmt"

// Strategy selects how schedules are chosen; see docs/strategies.md. The functions of this package
// return strategies. The zero value is [Auto].
type Strategy struct {
	spec string
	make func(seed uint64) Picker // of a custom one
}

// String returns the strategy in the form that the flag -strategy of chaosrun test accepts.
func (s Strategy) String() string {
	if s.spec == "" {
		return "auto"
	}
	return s.spec
}

// Auto draws one of several random strategies for each run, and gives more runs to the strategies
// that find new behavior. It is the default.
func Auto() Strategy { return Strategy{spec: "auto"} }

// Random is the uniform random walk: at every scheduling point all runnable goroutines are equally
// likely.
func Random() Strategy { return Strategy{spec: "random"} }

// PCT is probabilistic concurrency testing (Burckhardt et al., "A Randomized Scheduler with
// Probabilistic Guarantees of Finding Bugs", ASPLOS 2010), for bugs that need depth ordering
// constraints. depth is between 1 and 16. With depth 0 PCT draws a depth for every run.
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

// DFS explores every schedule, depth first.
func DFS() Strategy { return Strategy{spec: "dfs"} }

// DPOR explores one schedule of each class of schedules that differ only in the order of
// independent operations (Abdulla et al., "Optimal Dynamic Partial Order Reduction", POPL 2014).
// If the search finishes, the result is complete.
func DPOR() Strategy { return Strategy{spec: "dpor"} }

// Preemptions explores every schedule with at most n preemptions, n >= 0 (Musuvathi and Qadeer,
// "Iterative Context Bounding", PLDI 2007).
func Preemptions(n int) Strategy { return Strategy{spec: fmt.Sprintf("preempt:%d", n)} }

// Delays explores every schedule with at most n delays, n >= 0 (Emmi et al., "Delay-Bounded
// Scheduling", POPL 2011).
func Delays(n int) Strategy { return Strategy{spec: fmt.Sprintf("delay:%d", n)} }

// EachFault makes the faults that [Faults] plans happen one at a time, under one plain schedule:
// the first possible fault in the first run, the second in the second run, and so on. Faults
// planned with 100 percent happen in every run.
func EachFault() Strategy { return Strategy{spec: "faults"} }

// RoundRobin is a fair schedule without random preemptions: each goroutine runs for some steps,
// and then the next.
func RoundRobin() Strategy { return Strategy{spec: "roundrobin"} }
