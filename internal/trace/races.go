package trace

import (
	"regexp"
	"strconv"
	"strings"
)

// Race is two accesses to one memory location that nothing orders.
type Race struct {
	First  Access `json:"first"` // the earlier one
	Second Access `json:"second"`
	// Missing says what the two goroutines do around their accesses that does not order
	// them; "" if that is not known.
	Missing string `json:"missing,omitempty"`
}

// Access is one side of a race.
type Access struct {
	Op      string  `json:"op"` // "read", "write", "atomic write"…
	Stack   []Frame `json:"stack"`
	Created []Frame `json:"created,omitempty"` // where its goroutine was started
}

// What is the kind of access with its article: "a read", "an atomic write".
func (a Access) What() string {
	if strings.HasPrefix(a.Op, "a") {
		return "an " + a.Op
	}
	return "a " + a.Op
}

var (
	accessLine  = regexp.MustCompile(`^(Previous )?((?i:atomic )?(?i:read|write)) at 0x[0-9a-f]+ by (main goroutine|goroutine (\d+)):$`)
	createdLine = regexp.MustCompile(`^Goroutine (\d+) \(.*\) created at:$`)
	frameLine   = regexp.MustCompile(`^      (.+):(\d+)( \+0x[0-9a-f]+)?$`)
)

const raceBanner = "WARNING: DATA RACE\n"

// FindRaces reads the reports of the race detector in what a test printed. It returns the
// races and the output without the reports. shorten turns file names into those of
// recordings.
func FindRaces(output string, shorten func(string) string) ([]Race, string) {
	const rule = "==================\n"
	var races []Race
	rest := ""
	for {
		i := strings.Index(output, rule+raceBanner)
		if i < 0 {
			return races, rest + output
		}
		body := output[i+len(rule)+len(raceBanner):]
		n := strings.Index(body, rule)
		if n < 0 {
			return races, rest + output
		}
		if r, ok := parseRace(body[:n], shorten); ok {
			races = append(races, r)
			rest += output[:i]
		} else {
			rest += output[:i] + rule + raceBanner + body[:n] + rule
		}
		output = body[n+len(rule):]
	}
}

func parseRace(report string, shorten func(string) string) (Race, bool) {
	var r Race
	by := make(map[string]*Access) // goroutine -> its access
	seen := 0
	for _, block := range strings.Split(report, "\n\n") {
		head, body, _ := strings.Cut(strings.TrimLeft(block, "\n"), "\n")
		if m := accessLine.FindStringSubmatch(head); m != nil {
			a := &r.Second
			if m[1] != "" {
				a = &r.First
			}
			a.Op, a.Stack = strings.ToLower(m[2]), parseFrames(body, shorten)
			by[m[4]] = a
			seen++
		} else if m := createdLine.FindStringSubmatch(head); m != nil && by[m[1]] != nil {
			by[m[1]].Created = parseFrames(body, shorten)
		}
	}
	return r, seen == 2 && r.First.Op != "" && r.Second.Op != ""
}

func parseFrames(body string, shorten func(string) string) []Frame {
	var frames []Frame
	fn := ""
	for _, l := range strings.Split(body, "\n") {
		m := frameLine.FindStringSubmatch(l)
		if m == nil {
			fn = strings.TrimSuffix(strings.TrimSpace(l), "()")
			continue
		}
		line, err := strconv.Atoi(m[2])
		if err != nil {
			continue // no line number that we could show
		}
		frames = append(frames, Frame{Func: fn, File: shorten(m[1]), Line: line})
	}
	return frames
}
