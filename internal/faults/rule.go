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
	From    string // of a connection: the part or address that it comes from; "": any
	To      string // that it goes to; the host that is looked up; the path of a file
	Kind    string
	Value   any           // Return: nil, int, string or bool
	Text    string        // Error, Panic: the message
	Sleep   time.Duration // Sleep: how long,
	Upto    time.Duration // or up to that, if it is more
	Max     int           // at most so many times in a run; 0: no limit
	After   int           // not the first so many times that it is evaluated
	Percent float64       // how likely a firing is where it may; 0: as likely as not
	NotWith string        // a point: not in a run in which a fault has happened there, nor the other way round
	Needs   string        // a point: only when a fault has happened there

	err          error // what an Error gives, made once
	num, options uint32
	evaluated    int
	fired        int
	healed       bool
	cut          bool      // a Partition is in force
	until        time.Time // and ends by itself then, if that is not zero
}

// Parse reads a plan: rules separated by semicolons, each like
//
//	db/commit=error("disk full")#2%10
//
// Actions of one point may be separated by commas. Nothing and "none" are the plan without
// rules.
func Parse(text string) ([]Rule, error) {
	var rules []Rule
	if strings.TrimSpace(text) == "none" {
		return nil, nil
	}
	for _, part := range split(text, ';') {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		point := ""
		for _, action := range split(part, ',') {
			if point != "" {
				action = point + "=" + action
			}
			r, err := parseRule(action)
			if err != nil {
				return nil, nonsense(part, err)
			}
			point = r.where()
			rules = append(rules, r)
		}
	}
	for i := range rules {
		if err := rules[i].related(rules); err != nil {
			return nil, nonsense(rules[i].String(), err)
		}
	}
	return rules, nil
}

func nonsense(fault string, err error) error {
	return errors.New("the fault " + strconv.Quote(fault) + " makes no sense: " + err.Error())
}

// split cuts at a separator that is not in quotes, parentheses or brackets.
func split(text string, sep byte) []string {
	var parts []string
	quoted, depth, from := false, 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(' || c == '[':
			depth++
		case c == ')' || c == ']':
			depth--
		case c == sep && depth <= 0:
			parts = append(parts, text[from:i])
			from = i + 1
		}
	}
	return append(parts, text[from:])
}

func parseRule(text string) (Rule, error) {
	var r Rule
	where, rest := cutPoint(text)
	if where == "" {
		return r, errors.New("want POINT=ACTION")
	}
	if err := r.place(where); err != nil {
		return r, err
	}
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
	if err := r.modifiers(rest); err != nil {
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
	case latency:
		r.Kind = Sleep
		return r.times(arg)
	case Sleep, Jump:
		return r.times(arg)
	case Partition:
		if arg != "" {
			return r.times(arg)
		}
	case Pause, Goexit:
		if arg != "" {
			return errors.New(r.Kind + " wants nothing")
		}
	default:
		if !builtinKind(r.Kind) {
			return errors.New("want one of return, error, sleep, panic, pause, goexit, or what a point of the network, of files or of the clock has, after the =")
		}
		if arg != "" {
			return errors.New(r.Kind + " wants nothing")
		}
	}
	return nil
}

// latency is another word for Sleep.
const latency = "latency"

// times reads a duration, or a range of durations.
func (r *Rule) times(arg string) error {
	from, to, isRange := strings.Cut(strings.Trim(arg, `"`), "..")
	if around, ok := strings.CutPrefix(from, "±"); ok && !isRange {
		from, to, isRange = "-"+around, around, true
	}
	var err error
	if r.Sleep, err = duration(from); err == nil && isRange {
		r.Upto, err = duration(to)
	}
	if err != nil || isRange && r.Upto <= r.Sleep {
		return errors.New(r.Kind + " wants a duration like 50ms, or a range like 0..50ms")
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

func never(why string) error { return errors.New("with " + why + " it can never fire") }

// finest is the number of parts of which a share can be one.
const finest = 1_000_000

// Prepare checks a rule and makes it ready for use.
func (r *Rule) Prepare() error {
	switch {
	case r.Point == "":
		return errors.New("it names no point")
	case strings.ContainsAny(r.Point, ";=[],\n") || strings.TrimSpace(r.Point) != r.Point:
		return errors.New("its point has characters that names do not have")
	case strings.ContainsAny(r.From+r.To, ";=[]>,\"\n") || strings.TrimSpace(r.From) != r.From || strings.TrimSpace(r.To) != r.To:
		return errors.New("what stands in brackets has characters that are not possible there")
	case r.Max < 0 || r.After < 0 || r.Sleep < 0 && r.Kind != Jump:
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
	s := r.where() + "=" + r.Action()
	if r.Max != 0 {
		s += "#" + strconv.Itoa(r.Max)
	}
	if r.Percent != 0 {
		s += "%" + strconv.FormatFloat(r.Percent, 'f', -1, 64)
	}
	if r.After != 0 {
		s += ">" + strconv.Itoa(r.After)
	}
	if r.Needs != "" {
		s += ">" + argument(r.Needs)
	}
	if r.NotWith != "" {
		s += "!" + argument(r.NotWith)
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
	case Sleep, Jump, Partition:
		if r.Upto > r.Sleep {
			return r.Kind + "(" + r.Sleep.String() + ".." + r.Upto.String() + ")"
		}
		if r.Sleep != 0 || r.Kind != Partition {
			return r.Kind + "(" + r.Sleep.String() + ")"
		}
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
