// Package faults under chaosrun: this file is added by the build overlay, in place of the
// one of the same name. It is how the package reaches the run.
package faults

import (
	"slices"
	"unsafe"
)

//go:linkname draw runtime.chaosFault
func draw(n uint32) (uint32, bool)

//go:linkname chaosDraw runtime.chaosDraw
func chaosDraw(n uint32, place bool) (uint32, bool)

func pick(n uint32) (uint32, bool) { return chaosDraw(n, true) }

//go:linkname controlled runtime.chaosControlled
func controlled() bool

//go:linkname chaosFaultPoint runtime.chaosFaultPoint
func chaosFaultPoint(rule unsafe.Pointer)

func point(r *Rule) { chaosFaultPoint(unsafe.Pointer(r)) }

//go:linkname mark runtime.chaosMark
func mark(name string)

//go:linkname first runtime.chaosFirst
func first(key uint64) bool

//go:linkname tell runtime.chaosTell
func tell(line string)

//go:linkname quiet runtime.chaosQuiet
func quiet(d int32)

//go:linkname awake runtime.chaosAwake
func awake() bool

//go:linkname jump runtime.chaosClockWall
func jump(d, skew int64, skewed bool) bool

//go:linkname onClockRead runtime.chaosOnClockRead
func onClockRead(f func())

//go:linkname onBegin runtime.chaosOnBegin
func onBegin(f func())

//go:linkname onEnd runtime.chaosOnEnd
func onEnd(f func())

func init() {
	onBegin(func() {
		begin()
		if listing && slices.ContainsFunc(planned, func(r Rule) bool { return r.Point == Clock }) {
			onClockRead(ClockRead)
		}
	})
	onEnd(func() { Heal("") })
}
