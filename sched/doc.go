// Package sched is chaosrun in an ordinary test: it runs the body of a test under many
// schedules, and lets the body make choices, state what must hold, and mark its steps.
package sched
