//go:build chaosrun

package basics

import "time"

// startAndHope does not wait at all.
func startAndHope(fs ...func()) (wait func()) {
	for _, f := range fs {
		go f()
	}
	return func() {}
}

// startAndSleep waits for a second, which was enough whenever it was tried.
func startAndSleep(fs ...func()) (wait func()) {
	for _, f := range fs {
		go f()
	}
	return func() { time.Sleep(time.Second) }
}
