// Package loops is what the user's loops call that may wait for something without a
// scheduling point.
package loops

import _ "unsafe" // for go:linkname

// Turn is called in each turn of such a loop.
//
//go:linkname Turn runtime.chaosLoop
func Turn()
