package net

import _ "unsafe" // for go:linkname

//go:linkname chaosOnBegin runtime.chaosOnBegin
func chaosOnBegin(f func())

// firstPort is below the ports that ":0" gives, as on a real system no privileged ones.
const firstPort = 32767

// The in-memory network is package state. Every run begins with the sockets that were
// there before the first, those of init and TestMain.
func init() {
	nextPortCounter.Store(firstPort)
	var sock, port map[any]bool
	var next int32
	keys := func(m interface{ Range(func(k, v any) bool) }) map[any]bool {
		set := make(map[any]bool)
		m.Range(func(k, _ any) bool { set[k] = true; return true })
		return set
	}
	chaosOnBegin(func() {
		if sock == nil {
			sock, port, next = keys(&sockets), keys(&fakePorts), nextPortCounter.Load()
			return
		}
		for k := range keys(&sockets) {
			if !sock[k] {
				sockets.Delete(k)
			}
		}
		for k := range keys(&fakePorts) {
			if !port[k] {
				fakePorts.Delete(k)
			}
		}
		nextPortCounter.Store(next)
	})
}
