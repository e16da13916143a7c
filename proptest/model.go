package proptest

import (
	"errors"
	"fmt"

	"github.com/leanovate/gopter"
)

// Model describes an object by its sequential behavior. T is the type of the object under test, S
// that of the model's state. States are values that nothing changes: a command that changes the
// state returns a new one.
type Model[T, S any] struct {
	// New makes the object under test, for each run, under control.
	New func() T
	// Done, if not nil, is called at the end of each run with the object that New has made.
	Done func(T)
	// Init is the state of the model of a new object.
	Init S
	// Commands are what may be called. Put the simplest ones first: shrinking prefers them.
	Commands []Command[T, S]
	// Equal reports whether two states are equal; nil is [reflect.DeepEqual].
	Equal func(a, b S) bool
	// Key, if not nil, says which part of the object a command is about, by its argument: parts
	// are judged apart, which is faster. The parts must be independent, each with Init as its
	// initial state.
	Key func(arg any) any
}

// Command is one operation of a [Model].
type Command[T, S any] struct {
	// Name is shown in histories.
	Name string
	// Arg generates the argument; nil is none, and Run and Next get nil.
	Arg gopter.Gen
	// Run calls the object under test and returns the result, which must be complete: nothing
	// may change it later.
	Run func(obj T, arg any) any
	// Next reports whether the command can have the result out in state s, and the state after
	// it. It must not change s, and must depend on its arguments alone.
	Next func(s S, arg, out any) (S, bool)
}

func (m *Model[T, S]) validate() error {
	if m.New == nil {
		return errors.New("the model has no New")
	}
	if len(m.Commands) == 0 {
		return errors.New("the model has no Commands")
	}
	for i, c := range m.Commands {
		if c.Name == "" || c.Run == nil || c.Next == nil {
			return fmt.Errorf("command %d %q of the model lacks a Name, Run or Next", i+1, c.Name)
		}
	}
	return nil
}

// call is a command with its argument.
type call[T, S any] struct {
	cmd  *Command[T, S]
	arg  any
	text string
}
