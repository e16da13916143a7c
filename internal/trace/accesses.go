package trace

import (
	"fmt"
	"strconv"
	"strings"
)

// Races returns the races that our own detector reported in the stream, which began after
// the given step of the run.
func (r *Raw) Races(frames map[string]Frame, from uint64) ([]Race, error) {
	d := newDecoder(frames, r.lines)
	var races []Race
	for _, l := range r.lines {
		f := l.f
		if f[0] != "R" {
			continue
		}
		race, err := r.race(d, f, from)
		if err != nil {
			return nil, fmt.Errorf("malformed race %q in the run's event stream", strings.Join(f, " "))
		}
		races = append(races, race)
	}
	return races, nil
}

func (r *Raw) race(d *decoder, f []string, from uint64) (race Race, err error) {
	if len(f) != 5 {
		return race, strconv.ErrSyntax
	}
	first, err := strconv.ParseUint(f[1], 10, 64)
	if err != nil {
		return race, err
	}
	second, err := strconv.ParseUint(f[3], 10, 64)
	if err != nil {
		return race, err
	}
	race.First.Op, race.Second.Op = strings.ReplaceAll(f[2], "_", " "), strings.ReplaceAll(f[4], "_", " ")
	i, j := r.step(first-from), r.step(second-from)
	r.access(d, &race.First, i)
	r.access(d, &race.Second, j)
	if i >= 0 && j >= 0 {
		race.Missing = r.missing(d, i, j)
	}
	return race, d.err
}

// step returns the line of the n-th step of the stream, or -1 if it is not there.
func (r *Raw) step(n uint64) int {
	for i, l := range r.lines {
		if f := l.f; f[0] == "S" || f[0] == "X" {
			if n--; n == 0 && f[0] == "S" {
				return i
			}
		}
	}
	return -1
}

// access fills in where line i is, and where its goroutine was started.
func (r *Raw) access(d *decoder, a *Access, i int) {
	if i < 0 {
		return
	}
	l := r.lines[i]
	a.Stack = d.place(l.pcs).stack
	for _, g := range r.lines[:i] {
		if g.f[0] == "G" && g.f[1] == l.f[1] {
			a.Created = d.place(g.pcs).stack
		}
	}
}

// missing says what the goroutine of line i does next that could order its access before
// another, and what the goroutine of line j did last before its own.
func (r *Raw) missing(d *decoder, i, j int) string {
	a, b := r.lines[i].f[1], r.lines[j].f[1]
	next, last := "", ""
	for k, l := range r.lines {
		f := l.f
		if f[0] != "S" || objectKind(f[2]) == memory {
			continue
		}
		what := f[2]
		if o := d.object(f[3]); o != "" {
			what += " " + o
		}
		what += " at " + d.place(l.pcs).at.Pos()
		if f[1] == a && k > i && next == "" {
			next = what
		}
		if f[1] == b && k < j {
			last = what
		}
	}
	first, second := "ends", "has done nothing yet that waits for another"
	if next != "" {
		first = "does " + next
	}
	if last != "" {
		second = "has done " + last
	}
	return "nothing orders them: after its access, g" + a + " " + first + "; before its own, g" + b + " " + second
}
