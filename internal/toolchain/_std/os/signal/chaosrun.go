package signal

import _ "unsafe" // for go:linkname

//go:linkname chaosOutsideRun runtime.chaosOutsideRun
func chaosOutsideRun(on bool)

// chaosGo starts the goroutine that delivers signals: it serves the whole process, so
// it belongs to no run.
func chaosGo(f func()) {
	chaosOutsideRun(true)
	go f()
	chaosOutsideRun(false)
}
