//go:build !race

// Package race under chaosrun -accesses: the standard library's annotations go to a
// detector of our own in the runtime.
package race

import (
	"internal/abi"
	"unsafe"
)

const Enabled = true

//go:linkname Acquire runtime.chaosRaceAcquire
func Acquire(addr unsafe.Pointer)

//go:linkname Release runtime.chaosRaceRelease
func Release(addr unsafe.Pointer)

//go:linkname ReleaseMerge runtime.chaosRaceReleaseMerge
func ReleaseMerge(addr unsafe.Pointer)

//go:linkname Disable runtime.chaosRaceDisable
func Disable()

//go:linkname Enable runtime.chaosRaceEnable
func Enable()

// What is told with a program counter is an access by the caller of a function of the
// runtime: to a map, for instance. It is a scheduling point; the others are part of one.

//go:linkname access runtime.chaosAccess
func access(addr, size uintptr, write bool)

//go:linkname read runtime.chaosRaceRead
func read(addr unsafe.Pointer, size uintptr)

//go:linkname write runtime.chaosRaceWrite
func write(addr unsafe.Pointer, size uintptr)

func Read(addr unsafe.Pointer) { read(addr, 1) }

func ReadPC(addr unsafe.Pointer, callerpc, pc uintptr) { access(uintptr(addr), 1, false) }

func ReadObjectPC(t *abi.Type, addr unsafe.Pointer, callerpc, pc uintptr) {
	access(uintptr(addr), t.Size_, false)
}

func Write(addr unsafe.Pointer) { write(addr, 1) }

func WritePC(addr unsafe.Pointer, callerpc, pc uintptr) { access(uintptr(addr), 1, true) }

func WriteObjectPC(t *abi.Type, addr unsafe.Pointer, callerpc, pc uintptr) {
	access(uintptr(addr), t.Size_, true)
}

func ReadRange(addr unsafe.Pointer, len int) { read(addr, uintptr(len)) }

func WriteRange(addr unsafe.Pointer, len int) { write(addr, uintptr(len)) }

//go:linkname Errors runtime.chaosRaceErrors
func Errors() int
