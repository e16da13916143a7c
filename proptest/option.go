package proptest

import (
	"fmt"

	"github.com/chaosrun/chaosrun/sched"
)

// Option is an option of the tests of this package. Options of package sched may be mixed with
// them.
type Option func(*config)

type config struct {
	sched      []sched.Option
	size       int
	goroutines int
	commands   int
	prefix     int
	suffix     int
	checkSteps int
}

// The defaults.
const (
	defaultSize       = 20
	defaultGoroutines = 2
	defaultCommands   = 3
	defaultPrefix     = 2
	defaultSuffix     = 2
	defaultSequence   = 12
	defaultCheckSteps = 1_000_000
)

// newConfig takes options of this package and of package sched.
func newConfig(opts []any) (*config, error) {
	c := &config{
		size: defaultSize, goroutines: defaultGoroutines, prefix: defaultPrefix, suffix: defaultSuffix, checkSteps: defaultCheckSteps,
	}
	for i, o := range opts {
		switch o := o.(type) {
		case Option:
			o(c)
		case sched.Option:
			c.sched = append(c.sched, o)
		default:
			return nil, fmt.Errorf("option %d is a %T, and no option of package proptest or sched", i+1, o)
		}
	}
	return c, nil
}

// MaxSize limits the number of elements of generated slices, maps and strings, at least 1. The
// default is 20. Each run draws its own limit from 0 to n.
func MaxSize(n int) Option { return func(c *config) { c.size = max(1, n) } }

// Goroutines sets the number of goroutines that [Concurrent] starts, at least 1. The default is 2.
func Goroutines(n int) Option { return func(c *config) { c.goroutines = max(1, n) } }

// Commands limits the number of commands of each goroutine of [Concurrent], and of [Sequential],
// at least 1. The default is 3 for Concurrent and 12 for Sequential.
func Commands(n int) Option { return func(c *config) { c.commands = max(1, n) } }

// Prefix limits the number of commands that [Concurrent] calls before it starts goroutines, at
// least 0. The default is 2.
func Prefix(n int) Option { return func(c *config) { c.prefix = max(0, n) } }

// Suffix limits the number of commands that [Concurrent] calls after its goroutines have ended, at
// least 0. The default is 2.
func Suffix(n int) Option { return func(c *config) { c.suffix = max(0, n) } }

// CheckSteps limits the number of steps of the model in the check of one history, at least 1. The
// default is 1,000,000. If a history needs more, its verdict is unknown, and the test ends with an
// error.
func CheckSteps(n int) Option { return func(c *config) { c.checkSteps = max(1, n) } }
