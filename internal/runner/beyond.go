package runner

import (
	"context"
	"sync"
	"time"

	"github.com/chaosrun/chaosrun/internal/engine"
	"github.com/chaosrun/chaosrun/internal/toolchain"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// The network inside of the process is one that nobody else is on. A test that asks a server of the machine, or
// that starts a process and talks to it, fails there under every schedule. So if the plain schedule fails in a
// process that has reached beyond itself, and not in the same way on the machine's network, the test is explored on that.

// onMachinesNet is the note of a test that is explored so.
const onMachinesNet = "the test needs what the virtual network lacks, such as a server of the machine: it was explored with -net real"

// onRealNet returns a function that builds a package's tests with the machine's network, once.
func onRealNet(tc *toolchain.Toolchain, p *toolchain.Package) func(ctx context.Context) (string, error) {
	if tc.Net == "real" {
		return nil
	}
	var mu sync.Mutex
	var bin string
	return func(ctx context.Context) (_ string, err error) {
		mu.Lock()
		defer mu.Unlock()
		if bin == "" {
			bin, err = tc.BuildOnRealNet(ctx, p)
		}
		return bin, err
	}
}

// mayNeedNet reports whether the machine's network may be what the test lacks.
func (c *campaign) mayNeedNet() bool {
	plainly := len(c.found) > 0 && c.found[0].run == 0
	reaches := c.reaches&engine.LacksNet != 0 || c.reaches&engine.StartsProcess != 0 && c.reaches&engine.UsesNet != 0
	return plainly && reaches && c.RealNet != nil && !anyOfNet(c.Faults)
}

// NeedsNet reports whether the plain schedule of a test fails on the virtual network, and not in the same way on the
// machine's.
func (r *Runner) NeedsNet(ctx context.Context, test string) bool {
	one := *r
	one.Schedules, one.KeepGoing = 1, false
	c := newCampaign(&one, test, &Result{Test: test})
	c.run(ctx)
	return c.mayNeedNet() && c.onNet(ctx) != nil
}

// onNet explores the test on the machine's network. It returns nil if the plain schedule fails there too, in the
// same way, or if that cannot be known.
func (c *campaign) onNet(ctx context.Context) *campaign {
	bin, err := c.RealNet(ctx)
	var build string
	if err == nil {
		build, err = buildOf(bin)
	}
	if err != nil {
		c.res.note("whether the test passes on the machine's network is not known: %v", err)
		return nil
	}
	r := *c.Runner
	r.Bin, r.Build, r.Net, r.RealNet = bin, build, "real", nil
	real := c.anew(&r, onMachinesNet)
	real.start, real.deadline, real.late = time.Now(), time.Time{}, false
	if real.run(ctx); real.res.Err != nil || len(real.found) > 0 && real.found[0].run == 0 && real.says() == c.says() {
		return nil
	}
	return real
}

// says is what the first failure says, without numbers like those of ports.
func (c *campaign) says() string {
	switch {
	case len(c.res.Failures) > 0:
		return trace.WithoutValues(c.res.Failures[0].Message)
	case len(c.res.Unsteady) > 0:
		return trace.WithoutValues(c.res.Unsteady[0].Message)
	}
	return ""
}

// machinesNet is held by whoever runs tests on the machine's network: tests of two processes may want the same
// port, as tests of one package never do.
var machinesNet sync.Mutex

// token waits for one of the tokens of Workers, and returns what gives it back.
func (r *Runner) token() (back func()) {
	if r.Net == "real" {
		machinesNet.Lock()
	}
	r.Workers <- struct{}{}
	return func() {
		<-r.Workers
		if r.Net == "real" {
			machinesNet.Unlock()
		}
	}
}
