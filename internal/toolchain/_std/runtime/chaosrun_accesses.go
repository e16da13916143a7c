package runtime

import (
	"chaosrun/engine"
	"unsafe"
)

// Without -accesses, plain reads and writes are nothing to us. With it, another file takes
// the place of this one.
const chaosAccesses = false

func chaosAccessSetup()                                   {}
func chaosAccessBegin()                                   {}
func chaosRaceSpawn(parent, newg *g)                      {}
func chaosRaceAdopt(gp *g)                                {}
func chaosRaceEnd(gp *g)                                  {}
func chaosRaceTimer()                                     {}
func chaosAtomic(gp *g, op engine.Op, obj unsafe.Pointer) {}
