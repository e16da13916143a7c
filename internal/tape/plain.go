//go:build !chaosrun

package tape

// Built is true in test binaries that chaosrun builds.
const Built = false

func chaosDraw(uint32, bool) (uint32, bool) { return 0, false }
func chaosControlled() bool                 { return false }
func chaosUserPoint()                       {}
func chaosMark(string)                      {}
func chaosID() int                          { return -1 }
