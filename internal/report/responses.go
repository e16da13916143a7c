package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// A client's connection of net/http is two goroutines. After a response with a body they wait until somebody has read
// the body to its end, or closes it.

const (
	readsConnection  = "net/http.(*persistConn).readLoop"
	writesConnection = "net/http.(*persistConn).writeLoop"
)

// openBodies are the goroutines of connections that wait for the bodies of responses, and where each of those responses
// was received, or "".
func (v *view) openBodies() (waiting map[int]bool, responses []string) {
	waiting = make(map[int]bool)
	ends := make(map[string]bool) // what ends these connections
	for _, g := range v.stuck() {
		// It waits for the body, the request's context and the end of the connection.
		if runs(g, readsConnection) && g.Reason == "select" && len(g.Objects) > 2 {
			waiting[g.ID] = true
			for _, o := range g.Objects {
				ends[o] = true
			}
			responses = append(responses, v.quoted(v.received(g.ID)))
		}
	}
	for _, g := range v.stuck() {
		if runs(g, writesConnection) && slices.ContainsFunc(g.Objects, func(o string) bool { return ends[o] }) {
			waiting[g.ID] = true
		}
	}
	return waiting, responses
}

func runs(g trace.Stuck, fn string) bool {
	return slices.ContainsFunc(g.Stack, func(f trace.Frame) bool { return f.Func == fn })
}

// received is where the last response of the connection that goroutine g reads was received, or a zero frame.
func (v *view) received(g int) trace.Frame {
	handed := func(e trace.Event, way string) bool {
		return e.Kind == trace.EvCase && strings.HasPrefix(e.Detail, way+" ")
	}
	for i, e := range slices.Backward(v.t.Events) {
		if e.G != g || !handed(e, "send") {
			continue
		}
		for _, r := range v.t.Events[i:] {
			if r.Object == e.Object && r.G != g && handed(r, "recv") {
				return r.At
			}
		}
		break
	}
	return trace.Frame{}
}

// notClosed says in a clause whose bodies were not closed, or nothing if no goroutine waits for one.
func notClosed(responses []string) string {
	var places []string
	for _, at := range responses {
		if at != "" && !slices.Contains(places, at) {
			places = append(places, at)
		}
	}
	switch n := len(responses); {
	case n == 0:
		return ""
	case n == 1:
		return "the body of the response" + strings.Join(places, "") + " was not closed"
	case len(places) == 0:
		return fmt.Sprintf("the bodies of %d responses were not closed", n)
	case len(places) == 1 && !slices.Contains(responses, ""):
		return fmt.Sprintf("the bodies of %d responses%s were not closed", n, places[0])
	default:
		return fmt.Sprintf("the bodies of %d responses were not closed, among them that%s", n, places[0])
	}
}
