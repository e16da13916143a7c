package proptest

import (
	"fmt"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/commands"

	"github.com/chaosrun/chaosrun/internal/tape"
	"github.com/chaosrun/chaosrun/sched"
)

// Sequential explores a model of package [github.com/leanovate/gopter/commands]. Each run draws an
// initial state and applicable commands, runs the commands one after the other on a new system,
// and checks their post-conditions. The system may have goroutines of its own, so each run has
// another schedule. Sequential shrinks the commands together with the schedule. Where
// pre-conditions allow it, leaving out one command changes no other. opts are options of this
// package, such as [Commands], and of package sched.
func Sequential(t *testing.T, cmds commands.Commands, opts ...any) {
	t.Helper()
	run, c, err := sequential(cmds, caller(), opts)
	if err != nil {
		t.Fatalf("proptest.Sequential: %v", err)
	}
	sched.Test(t, run, c.sched...)
}

// sequential returns what one run does, and the options.
func sequential(cmds commands.Commands, at string, opts []any) (func(*testing.T), *config, error) {
	c, err := newConfig(opts)
	if err != nil {
		return nil, nil, err
	}
	if cmds == nil {
		return nil, nil, fmt.Errorf("the commands are nil")
	}
	if c.commands == 0 {
		c.commands = defaultSequence
	}
	return func(t *testing.T) {
		initial, list, ok := drawSequence(t, cmds, c.commands)
		if !ok {
			return
		}
		state := initial()
		system := cmds.NewSystemUnderTest(state)
		defer cmds.DestroySystemUnderTest(system)
		for i, cmd := range list {
			tape.Mark(cmd.String())
			out := cmd.Run(system)
			state = cmd.NextState(state)
			if res := cmd.PostCondition(state, out); res == nil || !res.Success() {
				why := fmt.Sprintf("the post-condition of a command is false\n    command %d, %s, has the result %s; the state is then %s", i+1, cmd, showAny(out), showAny(state))
				if res != nil && res.Error != nil {
					why += fmt.Sprintf("\n    %v", res.Error)
				}
				fail(t, at, why)
				return
			}
		}
	}, c, nil
}

// drawSequence draws an initial state, as a function that makes it anew, and commands whose
// pre-conditions hold. Each is drawn as one number.
func drawSequence(t *testing.T, cmds commands.Commands, most int) (initial func() commands.State, list []commands.Command, ok bool) {
	tape.Quiet(1)
	defer tape.Quiet(-1)
	where := "of the initial state"
	defer func() {
		if r := recover(); r != nil {
			misuse(t, "the generator %s panics: %v", where, r)
			ok = false
		}
	}()
	seed := tape.Draw(1 << seedBits)
	for i := 0; ; i++ {
		if i == attempts {
			misuse(t, "the generator of the initial state refuses all that it makes; is a SuchThat or InitialPreCondition impossible?")
			return nil, nil, false
		}
		s := reseed(seed, i)
		initial = func() commands.State {
			v, _ := cmds.GenInitialState()(parameters(&seedSource{seed: s}, defaultSize)).Retrieve()
			return v
		}
		if v := initial(); v != nil && cmds.InitialPreCondition(v) {
			break
		}
	}
	state := initial()
	note("initial state: " + clip(showAny(state)))
	for range most {
		seed := tape.Draw(1 << seedBits)
		if seed == 0 {
			continue // left out
		}
		where = "of a command in state " + clip(showAny(state))
		cmd := commandIn(cmds.GenCommand(state), state, seed-1)
		if cmd == nil {
			continue // none fits here
		}
		note("command " + fmt.Sprint(len(list)+1) + ": " + cmd.String())
		list = append(list, cmd)
		state = cmd.NextState(state)
	}
	return initial, list, true
}

// commandIn makes a command whose pre-condition holds, or nil.
func commandIn(g gopter.Gen, state commands.State, seed uint64) commands.Command {
	for i := range attempts {
		v, ok := g(parameters(&seedSource{seed: reseed(seed, i)}, defaultSize)).Retrieve()
		if !ok {
			continue
		}
		if cmd, is := v.(commands.Command); is && cmd.PreCondition(state) {
			return cmd
		}
	}
	return nil
}

// reseed is the seed of the i-th attempt.
func reseed(seed uint64, i int) uint64 {
	if i == 0 {
		return seed
	}
	return mix(seed<<8+uint64(i)) >> (64 - seedBits)
}
