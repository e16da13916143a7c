package engine

// NewStrategy returns the strategy that a name like "random" or "pct:3" stands for, or nil
// if there is none. slots is how many goroutines may be alive at once.
func NewStrategy(spec string, slots int) Strategy {
	name, arg := spec, ""
	for i := range spec {
		if spec[i] == ':' {
			name, arg = spec[:i], spec[i+1:]
			break
		}
	}
	n, ok := number(arg)
	bare := arg == ""
	switch {
	case name == "auto":
		if w, ok := numbers(arg); ok || bare {
			return newAuto(w, slots)
		}
	case name == "random" && bare:
		return new(Random)
	case name == "roundrobin" && bare:
		return new(RoundRobin)
	case name == "pct" && bare:
		return newPCT(0, slots)
	case name == "pct" && ok && n >= 1 && n <= maxDepth:
		return newPCT(n, slots)
	case name == "pos" && bare:
		return newPOS(slots)
	case name == "surw" && bare:
		return newSURW(surwAny, slots)
	case name == "surw" && surwClass(arg) >= 0:
		return newSURW(surwClass(arg), slots)
	case ProfiledPackage(spec) != "":
		return newSURW(surwIn, slots)
	case name == "dfs" && bare:
		return newBounded(boundNone, 0)
	case name == "preempt" && ok:
		return newBounded(boundPreemptions, n)
	case name == "delay" && ok:
		return newBounded(boundDelays, n)
	case name == "custom" && !bare:
		return new(Custom)
	case name == "directed" && bare:
		return new(Directed)
	case name == "bytes" && bare:
		return new(Bytes)
	case name == "fuzz" && bare:
		return NewGuided(slots)
	case name == "faults" && bare:
		return new(EachFault)
	case name == "dpor" && bare:
		return newDPOR()
	}
	return nil
}

// StrategyNames lists what NewStrategy knows and a user can ask for, with N for a number.
var StrategyNames = [...]string{
	"auto", "random", "pct", "pct:N", "pos", "surw", "surw:chan", "surw:lock", "surw:atomic", "surw:all", "surw:in=PACKAGE",
	"delay:N", "preempt:N", "dfs", "dpor", "faults", "roundrobin",
}

func number(s string) (int, bool) {
	n := 0
	for i := range s {
		if s[i] < '0' || s[i] > '9' || n > 1<<20 {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, s != ""
}

// numbers reads numbers separated by commas.
func numbers(s string) (ns []int, ok bool) {
	for start, i := 0, 0; i <= len(s); i++ {
		if i == len(s) || s[i] == ',' {
			n, ok := number(s[start:i])
			if !ok {
				return nil, false
			}
			ns = append(ns, n)
			start = i + 1
		}
	}
	return ns, true
}
