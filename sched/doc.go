// Package sched explores the schedules of a test from plain go test. [Test] runs the body of a
// test many times, each time under another schedule. The body can make choices ([Choose]), state
// what must hold ([Always], [Sometimes]), and add marks to the report ([Step]).
package sched
