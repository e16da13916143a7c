package proptest

import (
	"strings"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/commands"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"

	"github.com/chaosrun/chaosrun/sched"
)

// server is a counter that lives in a goroutine.
type server struct {
	add   chan int
	total chan int
}

func newServer(wrong bool) *server {
	s := &server{make(chan int), make(chan int)}
	go func() {
		n := 0
		for x := range s.add {
			n += x
			if wrong && n > 6 {
				n--
			}
			s.total <- n
		}
	}()
	return s
}

func serverCommands(wrong bool) commands.Commands {
	add := func(x int) commands.Command {
		return &commands.ProtoCommand{
			Name: "Add" + strings.Repeat("I", x),
			RunFunc: func(sut commands.SystemUnderTest) commands.Result {
				sut.(*server).add <- x
				return <-sut.(*server).total
			},
			NextStateFunc:    func(s commands.State) commands.State { return s.(int) + x },
			PreConditionFunc: func(s commands.State) bool { return s.(int) < 20 },
			PostConditionFunc: func(s commands.State, out commands.Result) *gopter.PropResult {
				return gopter.NewPropResult(s == out, "total")
			},
		}
	}
	return &commands.ProtoCommands{
		NewSystemUnderTestFunc:     func(commands.State) commands.SystemUnderTest { return newServer(wrong) },
		DestroySystemUnderTestFunc: func(sut commands.SystemUnderTest) { close(sut.(*server).add) },
		InitialStateGen:            gen.Const(0),
		GenCommandFunc: func(commands.State) gopter.Gen {
			return gen.IntRange(1, 3).Map(func(x int) commands.Command { return add(x) })
		},
	}
}

func exploreSequence(t *testing.T, cmds commands.Commands, opts ...any) *sched.Result {
	t.Helper()
	run, c, err := sequential(cmds, "here.go:1", opts)
	if err != nil {
		t.Fatal(err)
	}
	return sched.Explore(t, run, c.sched...)
}

func TestSequential(t *testing.T) {
	res := exploreSequence(t, serverCommands(true))
	if !res.Found || !strings.Contains(res.Text, "the post-condition of a command is false") || !strings.Contains(res.Text, "command 3: Add") || strings.Contains(res.Text, "command 6: ") {
		t.Errorf("%+v\n%s", res, res.Text)
	}
	if res := exploreSequence(t, serverCommands(false), sched.Schedules(300)); res.Found || res.Runs != 300 {
		t.Errorf("%+v\n%s", res, res.Text)
	}
}

// Check takes properties that gopter has made.
func TestCheck(t *testing.T) {
	p := func(most int) gopter.Prop {
		return prop.ForAll(func(xs []int) bool { return len(xs) <= most }, gen.SliceOf(gen.Int()))
	}
	t.Run("false", func(t *testing.T) { Check(t, p(3), sched.Expect(sched.Assert)) })
	t.Run("true", func(t *testing.T) { Check(t, p(1000), sched.Schedules(200)) })
	t.Run("commands", func(t *testing.T) {
		Check(t, commands.Prop(serverCommands(false)), MaxSize(5), sched.Schedules(100))
	})
}
