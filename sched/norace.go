//go:build !race && !chaosrun

package sched

const raceEnabled = false
