package http

import _ "unsafe" // for go:linkname

//go:linkname chaosOnEnd runtime.chaosOnEnd
func chaosOnEnd(f func())

// Nearly every test that uses the default client leaves idle connections, two
// goroutines each, to the default transport. They end with the run.
func init() {
	chaosOnEnd(func() {
		if t, ok := DefaultTransport.(*Transport); ok {
			t.CloseIdleConnections()
		}
	})
}
