package httphandler

import (
	"io"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/inject"
	"github.com/chaosrun/chaosrun/sched"
)

// On a network that is slow, and breaks a connection now and then, a client has the whole answer
// or an error, and whatever it has, the handler and its work end.
func TestBrokenNetwork(t *testing.T) {
	sched.Test(t, func(t *testing.T) {
		server := httptest.NewServer(Handler(func() string {
			time.Sleep(10 * time.Millisecond)
			return "done"
		}))
		defer server.Close()
		resp, err := server.Client().Get(server.URL)
		sched.Sometimes(err != nil, "the connection breaks before the answer")
		if err != nil {
			return
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		sched.Always(string(body) == "done" || err != nil, "the answer is whole, or an error", "body", string(body))
	}, sched.Schedules(200), sched.Faults(
		inject.Plan{Point: inject.NetWrite, Do: inject.Reset(), Max: 1, Percent: 20},
		inject.Plan{Point: inject.NetWrite, Do: inject.SleepBetween(0, 20*time.Millisecond)},
	))
}
