package report

import "slices"

// kept says which lines are shown, if there is no room for all: those that the text above speaks of, and of the
// others those from which the failure follows, the nearest first.
func (v *view) kept(all []listed, distance []int, most int) []bool {
	keep := make([]bool, len(all))
	n := 0
	show := func(i int) {
		if !keep[i] && n < most {
			keep[i] = true
			n++
		}
	}
	if len(all) <= most {
		for i := range all {
			keep[i] = true
		}
		return keep
	}
	show(len(all) - 1)
	for _, first := range []func(l listed) bool{
		func(l listed) bool { return l.needed },
		func(l listed) bool { return l.mark != "" },
	} {
		for i, l := range slices.Backward(all) {
			if first(l) {
				show(i)
			}
		}
	}
	for d := range farthest + 1 {
		for i := range slices.Backward(all) {
			if distance[i] == d {
				show(i)
			}
		}
	}
	return keep
}
