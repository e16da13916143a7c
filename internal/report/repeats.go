package report

import (
	"fmt"
	"regexp"

	"github.com/chaosrun/chaosrun/internal/engine"
)

// Loops that wait or spin: the list has their lines once.

// same reports whether two lines say the same.
func (l listed) same(m listed) bool {
	return l.g == engine.ClockID && m.g == l.g || l.g == m.g && l.pos == m.pos && l.text == m.text && l.remark == m.remark && l.mark == m.mark
}

// alike reports whether two lines say the same but for numbers in what comes of them.
func (l listed) alike(m listed) bool {
	l.remark, m.remark = digits.ReplaceAllString(l.remark, "0"), digits.ReplaceAllString(m.remark, "0")
	return l.same(m)
}

var digits = regexp.MustCompile(`\d+`)

// repeats begins a sentence on the lines that repeat, of which this is the last one.
func (l listed) repeats() string {
	text := "this step repeats"
	if l.period > 1 {
		text = fmt.Sprintf("these %d steps repeat", l.period)
	}
	if l.others {
		text += " with other values"
	}
	return text
}

// mostPeriod bounds how many lines are looked for that repeat together.
const mostPeriod = 8

// repeated leaves out lines that come again and again: a loop that waits or spins.
func (v *view) repeated(all []listed) []listed {
	var out []listed
	for i := 0; i < len(all); {
		period, lines := repeating(all[i:], 3, listed.same)
		others := period == 0
		if others {
			period, lines = repeating(all[i:], 6, listed.alike)
		}
		if period == 0 {
			out = append(out, all[i])
			i++
			continue
		}
		out = append(out, all[i:i+period]...)
		last := &out[len(out)-1]
		last.period, last.times, last.others = period, lines/period-1, others
		if i += lines; i == len(all) && v.t.Kind == "livelock" {
			last.times = -1
		}
	}
	return out
}

// repeating finds lines at the beginning that come so often or more: of how many, and how many they are in all. A
// run that is cut off may end within them.
func repeating(all []listed, often int, same func(l, m listed) bool) (period, lines int) {
	for period = 1; period <= mostPeriod && often*period <= len(all); period++ {
		lines = period
		for lines < len(all) && same(all[lines], all[lines-period]) {
			lines++
		}
		if lines+1 == len(all) && all[lines].cutOff(all[lines-period]) {
			lines++
		}
		if lines < len(all) {
			lines -= lines % period
		}
		if lines >= often*period {
			return period, lines
		}
	}
	return 0, 0
}

// cutOff reports whether a line says the same as another one but for what comes of it.
func (l listed) cutOff(m listed) bool {
	return l.remark == "" && l.g == m.g && l.pos == m.pos && l.text == m.text
}
