package runner

import (
	"regexp"
	"strings"
	"time"
)

// Repeats spares the work of making failing runs again that turn out, time after time, to be
// failures that are known: each time one does, half as many of those to come that look like it are
// made again. Its zero value knows none. It is not safe for concurrent use.
type Repeats struct {
	like map[string]*repeat
}

// repeat is what is known of failing runs that look alike.
type repeat struct {
	known uint // that were known failures, in a row
	wait  int  // to come that are passed over
}

// maxWait is the most failing runs that are passed over, as a power of two.
const maxWait = 4

// Due reports whether the next failing run that looks like this is to be made again.
func (r *Repeats) Due(look string) bool {
	l := r.like[look]
	if l == nil || l.wait == 0 {
		return true
	}
	l.wait--
	return false
}

// Known says that a failing run that looks like this was a known failure.
func (r *Repeats) Known(look string) {
	l := r.of(look)
	l.known = min(l.known+1, maxWait)
	l.wait = 1<<l.known - 1
}

// New says that one was a new failure.
func (r *Repeats) New(look string) { *r.of(look) = repeat{} }

func (r *Repeats) of(look string) *repeat {
	if r.like == nil {
		r.like = make(map[string]*repeat)
	}
	if r.like[look] == nil {
		r.like[look] = new(repeat)
	}
	return r.like[look]
}

// confirming bounds how many failing runs of a test are made again with -keep-going: the first of
// each kind always is, and others while there is time and while they bring something new.
type confirming struct {
	Repeats
	until time.Time // zero: there is no bound
	kinds map[string]bool
	runs  int
}

// confirming begins to make failing runs again.
func (c *campaign) confirming() *confirming {
	n := &confirming{kinds: make(map[string]bool)}
	if c.Duration > 0 {
		n.until = time.Now().Add(c.grace())
	}
	return n
}

// due reports whether a failing run of that kind and look is to be made again now.
func (n *confirming) due(kind, look string) bool {
	if n.kinds[kind] && (n.runs >= mostConfirmed || !n.until.IsZero() && time.Now().After(n.until) || !n.Due(look)) {
		return false
	}
	n.runs++
	n.kinds[kind] = true
	return true
}

// place is a line of source in a test's output.
var place = regexp.MustCompile(`[\w.\-]+\.go:\d+`)

// look is what can be told of a failing run from the kind of its failure and from the lines of
// source that it printed. Runs that look alike may fail differently.
func (f found) look() string {
	return f.kind + " " + strings.Join(place.FindAllString(f.output, 5), " ")
}

// printsPlace reports whether runs that look like this printed where they failed: then they are
// counted as the same failure, without being made again.
func printsPlace(look string) bool { return place.MatchString(look) }
