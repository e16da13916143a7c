//go:build !race && !chaosrun

package host

const raceEnabled = false
