// Package faults decides which faults happen in a run. It reads plans, for the process that
// explores, and evaluates failpoints: for that it is injected into the standard library of
// test binaries, where rewritten markers call it.
package faults

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// The kinds of actions.
const (
	Return = "return" // the marker gets a value
	Error  = "error"  // the marker gets an error
	Sleep  = "sleep"  // in virtual time
	Panic  = "panic"
	Pause  = "pause" // until healed
	Goexit = "goexit"
)

// Rule says what may happen at a point, and how often.
type Rule struct {
	Point   string
	Kind    string
	Value   any           // Return: nil, int, string or bool
	Text    string        // Error, Panic: the message
	Sleep   time.Duration // Sleep: how long,
	Upto    time.Duration // or up to that, if it is more
	Max     int           // at most so many times in a run; 0: no limit
	After   int           // not the first so many times that it is evaluated
	Percent float64       // how likely a firing is where it may; 0: as likely as not

	err          error // what an Error gives, made once
	num, options uint32
	evaluated    int
	fired        int
	healed       bool
}

// Parse reads a plan: rules separated by semicolons, each like
//
//	db/commit=error("disk full")#2%10
//
// Nothing and "none" are the plan without rules.
func Parse(text string) ([]Rule, error) {
	var rules []Rule
	if strings.TrimSpace(text) == "none" {
		return nil, nil
	}
	for _, part := range split(text) {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		r, err := parseRule(part)
		if err != nil {
			return nil, errors.New("the fault " + strconv.Quote(part) + " makes no sense: " + err.Error())
		}
		rules = append(rules, r)
	}
	return rules, nil
}

// split cuts at semicolons that are not in quotes.
func split(text string) []string {
	var parts []string
	quoted, from := false, 0
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && quoted:
			i++
		case text[i] == '"':
			quoted = !quoted
		case text[i] == ';' && !quoted:
			parts = append(parts, text[from:i])
			from = i + 1
		}
	}
	return append(parts, text[from:])
}

func parseRule(text string) (Rule, error) {
	var r Rule
	var rest string
	var ok bool
	if r.Point, rest, ok = strings.Cut(text, "="); !ok || strings.TrimSpace(r.Point) == "" {
		return r, errors.New("want POINT=ACTION")
	}
	r.Point = strings.TrimSpace(r.Point)
	rest = strings.TrimSpace(rest)
	n := 0
	for n < len(rest) && rest[n] >= 'a' && rest[n] <= 'z' {
		n++
	}
	r.Kind = rest[:n]
	rest = strings.TrimSpace(rest[n:])
	arg := ""
	if strings.HasPrefix(rest, "(") {
		end := closing(rest)
		if end < 0 {
			return r, errors.New("the parenthesis is not closed")
		}
		arg, rest = strings.TrimSpace(rest[1:end]), rest[end+1:]
	}
	if err := r.argument(arg); err != nil {
		return r, err
	}
	if err := r.modifiers(strings.ReplaceAll(rest, " ", "")); err != nil {
		return r, err
	}
	return r, r.Prepare()
}

// closing is the index of the parenthesis that closes the first one, or -1.
func closing(s string) int {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quoted:
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ')' && !quoted:
			return i
		}
	}
	return -1
}

func (r *Rule) argument(arg string) error {
	text, err := strconv.Unquote(arg)
	isText := err == nil && strings.HasPrefix(arg, "\"")
	number, err := strconv.Atoi(arg)
	isNumber := err == nil
	switch r.Kind {
	case Return:
		switch {
		case arg == "":
		case isText:
			r.Value = text
		case isNumber:
			r.Value = number
		case arg == "true", arg == "false":
			r.Value = arg == "true"
		default:
			return errors.New("return wants nothing, a number, true, false or a text in quotes")
		}
	case Error:
		if !isText {
			return errors.New("error wants a text in quotes")
		}
		r.Text = text
	case Panic:
		if arg != "" && !isText {
			return errors.New("panic wants nothing or a text in quotes")
		}
		r.Text = text
	case Sleep:
		from, to, isRange := strings.Cut(strings.Trim(arg, `"`), "..")
		var err error
		if r.Sleep, err = duration(from); err == nil && isRange {
			r.Upto, err = duration(to)
		}
		if err != nil || isRange && r.Upto <= r.Sleep {
			return errors.New("sleep wants a duration like 50ms, or a range like 0..50ms")
		}
	case Pause, Goexit, Refused, Reset, Drop:
		if arg != "" {
			return errors.New(r.Kind + " wants nothing")
		}
	default:
		return errors.New("want one of return, error, sleep, panic, pause, goexit, or of a point of the network refused, reset, drop, after the =")
	}
	return nil
}

// duration reads a time; a number alone is milliseconds, as in failpoint's own terms.
func duration(s string) (time.Duration, error) {
	if n, err := strconv.Atoi(s); err == nil {
		return time.Duration(n) * time.Millisecond, nil
	}
	return time.ParseDuration(s)
}

// modifiers reads #2, %10 and >3, each at most once.
func (r *Rule) modifiers(s string) error {
	seen := ""
	for s != "" {
		kind := s[:1]
		end := 1
		for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.') {
			end++
		}
		num := s[1:end]
		s = s[end:]
		if !strings.Contains("#%>", kind) || num == "" {
			return errors.New("after the action want #N (at most N times), %P (in P of 100 evaluations) or >N (not the first N)")
		}
		if strings.Contains(seen, kind) {
			return errors.New("there are two " + kind)
		}
		seen += kind
		if kind == "%" {
			p, err := strconv.ParseFloat(num, 64)
			if err != nil || p <= 0 {
				return never("%" + num)
			}
			r.Percent = p
			continue
		}
		n, err := strconv.Atoi(num)
		if err != nil {
			return errors.New("want a whole number after " + kind)
		}
		switch kind {
		case "#":
			if n == 0 {
				return never("#0")
			}
			r.Max = n
		case ">":
			r.After = n
		}
	}
	return nil
}

func never(why string) error { return errors.New("with " + why + " it can never fire") }

// finest is the number of parts of which a share can be one.
const finest = 1_000_000

// Prepare checks a rule and makes it ready for use.
func (r *Rule) Prepare() error {
	switch {
	case r.Point == "":
		return errors.New("it names no point")
	case strings.ContainsAny(r.Point, ";=\n") || strings.TrimSpace(r.Point) != r.Point:
		return errors.New("its point has characters that names do not have")
	case r.Max < 0 || r.After < 0 || r.Sleep < 0:
		return errors.New("a number is negative")
	case !(r.Percent >= 0 && r.Percent <= 100):
		return errors.New("a share is a number from 0 to 100 percent")
	}
	if err := r.fits(); err != nil {
		return err
	}
	if r.Kind == Error {
		r.err = errors.New(r.Text)
	}
	r.num, r.options = 1, 2
	if r.Percent > 0 {
		a := uint32(r.Percent*(finest/100) + 0.5)
		if a == 0 {
			return errors.New("a share of less than 0.0001 percent is too small")
		}
		b := uint32(finest)
		x, y := a, b
		for y > 0 {
			x, y = y, x%y
		}
		// Option 0 is no fault. If the fault is certain, it is no choice.
		r.num, r.options = a/x, b/x
	}
	return nil
}

// String is the rule as Parse reads it.
func (r *Rule) String() string {
	s := r.Point + "=" + r.Action()
	if r.Max != 0 {
		s += "#" + strconv.Itoa(r.Max)
	}
	if r.Percent != 0 {
		s += "%" + strconv.FormatFloat(r.Percent, 'f', -1, 64)
	}
	if r.After != 0 {
		s += ">" + strconv.Itoa(r.After)
	}
	return s
}

// Action is what happens, as Parse reads it.
func (r *Rule) Action() string {
	switch r.Kind {
	case Return:
		switch v := r.Value.(type) {
		case nil:
			return "return"
		case string:
			return "return(" + strconv.Quote(v) + ")"
		case int:
			return "return(" + strconv.Itoa(v) + ")"
		case bool:
			return "return(" + strconv.FormatBool(v) + ")"
		}
	case Error:
		return "error(" + strconv.Quote(r.Text) + ")"
	case Panic:
		if r.Text != "" {
			return "panic(" + strconv.Quote(r.Text) + ")"
		}
	case Sleep:
		if r.Upto > r.Sleep {
			return "sleep(" + r.Sleep.String() + ".." + r.Upto.String() + ")"
		}
		return "sleep(" + r.Sleep.String() + ")"
	}
	return r.Kind
}

// Text is the rules as Parse reads them.
func Text(rules []Rule) string {
	var b strings.Builder
	for i := range rules {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(rules[i].String())
	}
	return b.String()
}
