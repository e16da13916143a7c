// Package proptest provides property-based testing of concurrent code. It searches inputs and
// schedules together, and shrinks both together.
//
// [ForAll] runs a body with inputs from generators of github.com/leanovate/gopter, each time under
// another schedule. [Concurrent] calls the commands of a [Model] from several goroutines, and
// checks whether the history is linearizable. [Sequential] and [Check] accept models of gopter's
// package commands and properties of its package prop.
//
// Every input is a choice of the run, so one recording holds both input and schedule. Plain go
// test and chaosrun test both explore these tests.
package proptest
