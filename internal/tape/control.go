//go:build chaosrun

package tape

import _ "unsafe" // for go:linkname

// Built is true in test binaries that chaosrun builds.
const Built = true

//go:linkname chaosDraw runtime.chaosDraw
func chaosDraw(n uint32, place bool) (uint32, bool)

//go:linkname chaosControlled runtime.chaosControlled
func chaosControlled() bool

//go:linkname chaosUserPoint runtime.chaosUserPoint
func chaosUserPoint()

//go:linkname chaosMark runtime.chaosMark
func chaosMark(name string)

//go:linkname chaosID runtime.chaosID
func chaosID() int
