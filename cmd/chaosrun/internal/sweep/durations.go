package sweep

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/chaosrun/chaosrun/internal/wholefile"
)

// durationsName is the file in the artifacts folder that says how long tests took.
const durationsName = "durations.json"

// Took says how long a test took under a configuration, in seconds.
type Took struct {
	Package string  `json:"package"`
	Test    string  `json:"test"`
	Config  Config  `json:"config"`
	Seconds float64 `json:"seconds"`
}

// Durations say how long tests took in an earlier campaign.
type Durations []Took

// maxDurations bounds a file of durations, in bytes.
const maxDurations = 256 << 20

// ReadDurations reads a file that WriteDurations has made. If name is "", it is the one in the
// artifacts folder, and need not be there.
func ReadDurations(name, artifacts string) (Durations, error) {
	own := name == ""
	if own {
		name = filepath.Join(artifacts, durationsName)
	}
	info, err := os.Stat(name)
	if own && errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err == nil && info.Size() > maxDurations {
		err = errors.New("it is too large")
	}
	var d Durations
	if err == nil {
		var b []byte
		if b, err = os.ReadFile(name); err == nil {
			err = json.Unmarshal(b, &d)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read past durations from %s: %w", name, err)
	}
	return d, nil
}

// WriteDurations writes how long the tests of the campaign took into a folder, beside what is
// known of tests that were not in it.
func (c *Campaign) WriteDurations(artifacts string) error {
	old, err := ReadDurations("", artifacts)
	if err != nil {
		old = nil // it is of no use to anybody, and is written anew
	}
	now := c.durations()
	had := make(map[place]bool)
	for _, t := range now {
		had[t.place()] = true
	}
	for _, t := range old {
		if !had[t.place()] {
			now = append(now, t)
		}
	}
	b, err := json.Marshal(now)
	if err != nil {
		return err
	}
	name := filepath.Join(artifacts, durationsName)
	if err := wholefile.Write(name, append(b, '\n')); err != nil {
		return fmt.Errorf("cannot keep how long tests took: %w", err)
	}
	return nil
}

func (t *Took) place() place { return place{t.Package, t.Test, t.Config} }

// durations are how long the tests of the campaign took.
func (c *Campaign) durations() Durations {
	out := Durations{}
	for _, t := range c.tests {
		for i, x := range t.cells {
			if i > 0 && x.config == t.cells[i-1].config && x.spent > 0 && t.cells[i-1].spent > 0 { // parts of a search
				out[len(out)-1].Seconds += x.spent
			} else if x.spent > 0 {
				out = append(out, Took{t.pkg, t.name, x.config, x.spent})
			}
		}
	}
	return out
}

// weights tells how long a test will take: as long as before, or as long as it did under other
// configurations, or as long as others do.
func (d Durations) weights() func(place) float64 {
	exact, tests := make(map[place]float64), make(map[[2]string][]float64)
	var all []float64
	for _, t := range d {
		if t.Seconds > 0 && t.Seconds < 1e9 {
			exact[t.place()] = t.Seconds
			key := [2]string{t.Package, t.Test}
			tests[key] = append(tests[key], t.Seconds)
			all = append(all, t.Seconds)
		}
	}
	return func(p place) float64 {
		if w := exact[p]; w > 0 {
			return w
		}
		if w := median(tests[[2]string{p.pkg, p.test}]); w > 0 {
			return w
		}
		return max(median(all), 1e-3)
	}
}

// median is 0 for nothing.
func median(all []float64) float64 {
	if len(all) == 0 {
		return 0
	}
	s := slices.Clone(all)
	slices.Sort(s)
	return s[len(s)/2]
}
