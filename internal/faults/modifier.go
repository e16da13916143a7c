package faults

import (
	"errors"
	"strconv"
	"strings"
)

// What stands around the action of a rule: where, how often, and with which others.

// cutPoint returns what stands before the =, and what stands after it.
func cutPoint(text string) (where, rest string) {
	parts := split(text, '=')
	if len(parts) < 2 {
		return "", ""
	}
	return strings.TrimSpace(parts[0]), text[len(parts[0])+1:]
}

// place reads a point with what it is of: POINT, POINT[TO] or POINT[FROM>TO].
func (r *Rule) place(where string) error {
	name, of, ok := strings.Cut(where, "[")
	r.Point = strings.TrimSpace(name)
	if !ok {
		return nil
	}
	if of, ok = strings.CutSuffix(of, "]"); !ok {
		return errors.New("the bracket is not closed")
	}
	r.To = of
	if from, to, ok := strings.Cut(of, ">"); ok {
		r.From, r.To = strings.TrimSpace(from), to
	}
	if r.To = strings.TrimSpace(r.To); r.From == "" && r.To == "" {
		return errors.New("there is nothing in the brackets")
	}
	return nil
}

// where is what place reads.
func (r *Rule) where() string {
	switch {
	case r.From != "":
		return r.Point + "[" + r.From + ">" + r.To + "]"
	case r.To != "":
		return r.Point + "[" + r.To + "]"
	}
	return r.Point
}

// modifiers reads #2, %10, >3, >NAME and !NAME, each at most once.
func (r *Rule) modifiers(s string) error {
	seen := ""
	for s = strings.TrimSpace(s); s != ""; {
		kind := s[:1]
		if !strings.Contains("#%>!", kind) {
			return errors.New("after the action want #N (at most N times), %P (in P of 100 evaluations), >N (not the first N), >POINT (only after a fault there) or !POINT (never together with one there)")
		}
		arg, rest := cutArgument(strings.TrimSpace(s[1:]))
		s = strings.TrimSpace(rest)
		name := arg
		if text, err := strconv.Unquote(arg); err == nil {
			name = text
		}
		number := arg != "" && strings.Trim(arg, "0123456789.") == ""
		if kind == ">" && !number {
			kind = "> with a name"
		}
		if strings.Contains(seen, kind+"\n") {
			return errors.New("there are two " + kind)
		}
		seen += kind + "\n"
		switch {
		case name == "" || !number && (kind == "#" || kind == "%"):
			return errors.New("want a number or a point after " + kind[:1])
		case kind == "!":
			r.NotWith = name
			continue
		case !number:
			r.Needs = name
			continue
		case kind == "%":
			p, err := strconv.ParseFloat(arg, 64)
			if err != nil || p <= 0 {
				return never("%" + arg)
			}
			r.Percent = p
			continue
		}
		n, err := strconv.Atoi(arg)
		switch {
		case err != nil:
			return errors.New("want a whole number after " + kind)
		case kind == ">":
			r.After = n
		case n == 0:
			return never("#0")
		default:
			r.Max = n
		}
	}
	return nil
}

// cutArgument returns what a modifier is followed by: a text in quotes, or all up to the
// next one.
func cutArgument(s string) (arg, rest string) {
	if q, err := strconv.QuotedPrefix(s); err == nil {
		return q, s[len(q):]
	}
	end := strings.IndexAny(s, "#%>!")
	if end < 0 {
		end = len(s)
	}
	return strings.TrimSpace(s[:end]), s[end:]
}

// argument is a name as cutArgument reads it: in quotes only where it would be taken for
// something else.
func argument(name string) string {
	q := strconv.Quote(name)
	if q != `"`+name+`"` || strings.ContainsAny(name, "#%>!;,'` \t") || strings.Trim(name, "0123456789.") == "" {
		return q
	}
	return name
}

// related reports an error if the rule names a point for which nothing else is planned.
func (r *Rule) related(rules []Rule) error {
	for _, name := range [...]string{r.NotWith, r.Needs} {
		found := name == ""
		for i := range rules {
			found = found || &rules[i] != r && Matches(rules[i].Point, name)
		}
		switch {
		case found:
		case name == r.Needs:
			return never(">" + name + " (no other fault is planned there)")
		default:
			return errors.New("it is never together with " + name + ", where no other fault is planned")
		}
	}
	return nil
}

// allowed reports whether what has happened in the run lets the rule fire.
func (r *Rule) allowed() bool {
	needed := r.Needs == ""
	for i := range planned {
		o := &planned[i]
		if o == r || o.fired == 0 {
			continue
		}
		if r.NotWith != "" && Matches(o.Point, r.NotWith) || o.NotWith != "" && Matches(r.Point, o.NotWith) {
			return false
		}
		needed = needed || Matches(o.Point, r.Needs)
	}
	return needed
}
