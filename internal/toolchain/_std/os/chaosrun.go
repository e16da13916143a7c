package os

import (
	"chaosrun/faults"
	"syscall"
	"time"
	_ "unsafe" // for go:linkname
)

//go:linkname chaosExitProcess runtime.chaosExitProcess
func chaosExitProcess(code int)

//go:linkname chaosLongSyscall runtime.chaosLongSyscall
func chaosLongSyscall(d int32)

// What happens to files, by a plan of faults.

func chaosOpen(name string) error {
	_, err := chaosFile(faults.FileOpen, name, 0)
	return err
}

func chaosSync(name string) error {
	_, err := chaosFile(faults.FileSync, name, 0)
	return err
}

// chaosRead and chaosWrite return of how many of n bytes it is done.
func chaosRead(name string, n int) (int, error)  { return chaosFile(faults.FileRead, name, n) }
func chaosWrite(name string, n int) (int, error) { return chaosFile(faults.FileWrite, name, n) }

func chaosFile(point, name string, n int) (int, error) {
	r := faults.OnFile(point, name)
	if r == nil {
		return n, nil
	}
	switch r.Kind {
	case faults.Full:
		return 0, syscall.ENOSPC
	case faults.Broken:
		return 0, syscall.EIO
	case faults.Short:
		return (n + 1) / 2, nil
	case faults.Sleep:
		time.Sleep(r.Delay())
	}
	return n, nil
}

// chaosStated is the file to which Antithesis' SDK writes what a test states.
var chaosStated struct {
	name    string
	to      func(line []byte)
	waiting [][]byte // what came before to was there
}

func init() { chaosStated.name, _ = syscall.Getenv("ANTITHESIS_SDK_LOCAL_OUTPUT") }

// chaosOnStated sets who is told of lines that are written there.
//
//go:linkname chaosOnStated
func chaosOnStated(to func(line []byte)) {
	chaosStated.to = to
	for _, line := range chaosStated.waiting {
		to(line)
	}
	chaosStated.waiting = nil
}

// chaosStates passes a line on, if it is for that file. The file stays empty.
func chaosStates(file string, line []byte) bool {
	if file != chaosStated.name || file == "" {
		return false
	}
	if chaosStated.to != nil {
		chaosStated.to(line)
	} else if len(chaosStated.waiting) < 1<<16 {
		chaosStated.waiting = append(chaosStated.waiting, append([]byte(nil), line...))
	}
	return true
}
