package sysrand

import _ "unsafe" // for go:linkname

//go:linkname chaosFill runtime.chaosFill
func chaosFill(b []byte) bool
