//go:build !chaosrun

package tape

import "testing"

// Built is true in test binaries that chaosrun builds.
const Built = false

func chaosDraw(uint32, bool) (uint32, bool)             { return 0, false }
func chaosRefine(uint32) uint32                         { return 0 }
func chaosRecording() bool                              { return false }
func chaosControlled() bool                             { return false }
func chaosUserPoint()                                   {}
func chaosMark(string)                                  {}
func chaosID() int                                      { return -1 }
func chaosFail(uint32)                                  {}
func chaosFirst(uint64) bool                            { return false }
func chaosTell(string)                                  {}
func chaosPrint(string)                                 {}
func chaosAsked() bool                                  { return false }
func chaosQuiet(int32)                                  {}
func chaosRunNumber() uint32                            { return 0 }
func chaosCalls() string                                { return "" }
func chaosEndTest(*testing.T)                           {}
func chaosClockSet(bool, bool, int64) bool              { return false }
func chaosClockIs() (frozen, racing bool, jitter int64) { return false, false, 0 }
func chaosClockWall(int64, int64, bool) bool            { return false }
func chaosPart(uint32) uint32                           { return 0 }
func chaosPartNamed(string) uint32                      { return 0 }
func chaosClockPass(int64) bool                         { return false }
func chaosClockTimers([]int64) int                      { return 0 }
func chaosHeal(string)                                  {}
func chaosOthers() int                                  { return 0 }
func chaosCustomSeed() (uint64, bool)                   { return 0, false }
func chaosCustomUse(func() int) bool                    { return false }
func chaosCustomWait(int) func() int                    { return nil }
func chaosOutsideRun(bool)                              {}
func chaosCustomOption(int32) (slot int32, id int, op uint8, obj uintptr, running bool) {
	return -1, 0, 0, 0, false
}
