package sweep

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Spec says what a campaign is. It is plain data: its journal begins with it.
type Spec struct {
	Packages   []string      `json:"packages"` // patterns
	Run        string        `json:"run,omitempty"`
	Skip       string        `json:"skip,omitempty"`
	Strategies []string      `json:"strategies"`
	Clocks     []string      `json:"clocks"`
	Faults     []string      `json:"faults"`
	Seeds      []uint64      `json:"seeds"`
	Schedules  uint64        `json:"schedules"`          // of each test under each configuration
	Duration   time.Duration `json:"duration,omitempty"` // of the whole campaign; 0: no limit
	KeepGoing  bool          `json:"keep_going,omitempty"`
	Skips      []Rule        `json:"skips,omitempty"`
	Budgets    []Rule        `json:"budgets,omitempty"`
	Ignore     []string      `json:"ignore,omitempty"`   // functions whose goroutines are no leaks
	Settings   []string      `json:"settings,omitempty"` // everything else that decides what a run does, as flags
}

// Unlimited is the number of schedules of a campaign that is bounded by its duration alone.
const Unlimited = 1 << 62

// maxConfigs bounds how many configurations a campaign has.
const maxConfigs = 10_000

// Check reports an error if the campaign has no configuration, or too many.
func (s *Spec) Check() error {
	n := 1
	for _, axis := range []int{len(s.Strategies), len(s.Clocks), len(s.Faults), len(s.Seeds)} {
		if n *= axis; n == 0 || n > maxConfigs {
			return fmt.Errorf("%d strategies, %d clocks, %d plans of faults and %d seeds: a campaign has at least one configuration, and at most %d",
				len(s.Strategies), len(s.Clocks), len(s.Faults), len(s.Seeds), maxConfigs)
		}
	}
	return nil
}

// Configs is the product of the axes, in order: every strategy with the first of the others
// comes first.
func (s *Spec) Configs() []Config {
	var out []Config
	for _, seed := range s.Seeds {
		for _, plan := range s.Faults {
			for _, clock := range s.Clocks {
				for _, strategy := range s.Strategies {
					out = append(out, Config{Strategy: strategy, Clock: clock, Faults: plan, Seed: seed})
				}
			}
		}
	}
	return out
}

// Differs names the first setting in which two campaigns differ, their budgets left aside, or
// returns "".
func (s *Spec) Differs(t *Spec) string {
	a, b := s.fields(), t.fields()
	var names []string
	for name := range a {
		names = append(names, name)
	}
	for name := range b {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if name != "schedules" && name != "duration" && string(a[name]) != string(b[name]) {
			return fmt.Sprintf("%s: %s, and now %s", name, orNone(a[name]), orNone(b[name]))
		}
	}
	return ""
}

func orNone(b json.RawMessage) string {
	if len(b) == 0 {
		return "none"
	}
	return string(b)
}

func (s *Spec) fields() map[string]json.RawMessage {
	m := make(map[string]json.RawMessage)
	b, err := json.Marshal(s)
	if err == nil {
		err = json.Unmarshal(b, &m)
	}
	if err != nil {
		panic(err) // it is plain data
	}
	return m
}
