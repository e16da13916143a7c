// Package fuzz looks for failures of one test by mutating tapes: it keeps those that do
// something new, chooses among them, and lets worker processes run mutations of them.
//
// What counts as new is which operation saw the effect of which other one, by their places in
// the code, and which edges of the code were run, each with how often. A tape is kept as the
// order in which goroutines went on, so that it means nearly the same when a part of it
// changes.
package fuzz
