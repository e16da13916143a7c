package sysrand

import _ "unsafe" // for go:linkname

//go:linkname chaosFill runtime.chaosFill
//go:noescape
func chaosFill(b []byte) bool
