// Package proptest is property-based testing of concurrent code: inputs and schedules are
// searched together, and shrunk together.
//
// [ForAll] runs a body with inputs from generators of github.com/leanovate/gopter, each time
// under another schedule. [Concurrent] calls the commands of a [Model] from several goroutines
// and asks whether their results have a sequential explanation. [Sequential] and [Check] take
// what gopter's own packages commands and prop make.
//
// Everything that is drawn comes from the run's tape, so that one recording holds input and
// schedule. Tests are explored from plain go test, and by chaosrun test.
package proptest
