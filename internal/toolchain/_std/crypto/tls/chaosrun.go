package tls

import _ "unsafe" // for go:linkname

//go:linkname chaosOnBegin runtime.chaosOnBegin
func chaosOnBegin(f func())

// Parsed certificates are kept until the garbage collector comes by: whether a handshake
// finds one would depend on when that was. Every run begins with none.
func init() { chaosOnBegin(func() { globalCertCache.Clear() }) }
