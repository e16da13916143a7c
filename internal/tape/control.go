//go:build chaosrun

package tape

import (
	"testing"
	_ "unsafe" // for go:linkname
)

// Built is true in test binaries that chaosrun builds.
const Built = true

//go:linkname chaosDraw runtime.chaosDraw
func chaosDraw(n uint32, place bool) (uint32, bool)

//go:linkname chaosRefine runtime.chaosRefine
func chaosRefine(n uint32) uint32

//go:linkname chaosRecording runtime.chaosRecording
func chaosRecording() bool

//go:linkname chaosControlled runtime.chaosControlled
func chaosControlled() bool

//go:linkname chaosUserPoint runtime.chaosUserPoint
func chaosUserPoint()

//go:linkname chaosMark runtime.chaosMark
func chaosMark(name string)

//go:linkname chaosID runtime.chaosID
func chaosID() int

//go:linkname chaosFail runtime.chaosFail
func chaosFail(how uint32)

//go:linkname chaosFirst runtime.chaosFirst
func chaosFirst(key uint64) bool

//go:linkname chaosTell runtime.chaosTell
func chaosTell(line string)

//go:linkname chaosPrint runtime.chaosPrint
func chaosPrint(text string)

//go:linkname chaosAsked runtime.chaosAsked
func chaosAsked() bool

//go:linkname chaosQuiet runtime.chaosQuiet
func chaosQuiet(d int32)

//go:linkname chaosRunNumber runtime.chaosRunNumber
func chaosRunNumber() uint32

//go:linkname chaosCalls testing.chaosCalls
func chaosCalls() string

//go:linkname chaosEndTest testing.chaosEndTest
func chaosEndTest(t *testing.T)

//go:linkname chaosClockSet runtime.chaosClockSet
func chaosClockSet(frozen, racing bool, jitter int64) bool

//go:linkname chaosClockIs runtime.chaosClockIs
func chaosClockIs() (frozen, racing bool, jitter int64)

//go:linkname chaosClockPass runtime.chaosClockPass
func chaosClockPass(d int64) bool

//go:linkname chaosClockTimers runtime.chaosClockTimers
func chaosClockTimers(out []int64) int

//go:linkname chaosClockWall runtime.chaosClockWall
func chaosClockWall(d, skew int64, skewed bool) bool

//go:linkname chaosPart runtime.chaosPart
func chaosPart(part uint32) (old uint32)

//go:linkname chaosPartNamed chaosrun/faults.Part
func chaosPartNamed(name string) uint32

//go:linkname chaosHeal chaosrun/faults.Heal
func chaosHeal(point string)

//go:linkname chaosOthers runtime.chaosOthers
func chaosOthers() int

//go:linkname chaosCustomSeed runtime.chaosCustomSeed
func chaosCustomSeed() (seed uint64, ok bool)

//go:linkname chaosCustomUse runtime.chaosCustomUse
func chaosCustomUse(pick func() int) (start bool)

//go:linkname chaosCustomWait runtime.chaosCustomWait
func chaosCustomWait(k int) func() int

//go:linkname chaosCustomOption runtime.chaosCustomOption
func chaosCustomOption(after int32) (slot int32, id int, op uint8, obj uintptr, running bool)

//go:linkname chaosOutsideRun runtime.chaosOutsideRun
func chaosOutsideRun(on bool)
