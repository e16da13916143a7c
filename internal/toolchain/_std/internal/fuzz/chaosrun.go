package fuzz

import _ "unsafe" // for go:linkname

// chaosEdges gives package testing the counters of the edges of the code; there are none if no
// package is built with them.
//
//go:linkname chaosEdges testing.chaosEdges
func chaosEdges() []byte { return coverage() }
