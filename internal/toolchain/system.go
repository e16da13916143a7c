package toolchain

import (
	"errors"
	"fmt"
	"runtime"
)

// hostSystem is the system of this machine. A test says that it is another one.
var hostSystem = runtime.GOOS

// controllable says why tests cannot be controlled where the go command builds them for, on a machine
// with that system, or nil if they can.
func (e GoEnv) controllable(system string) error {
	switch {
	case system == "windows":
		return errors.New("chaosrun cannot control tests on Windows: run it in WSL or in a Linux container")
	case system != "linux" && system != "darwin":
		return fmt.Errorf("chaosrun cannot control tests on %s: run it on Linux", system)
	case e.GOOS != system:
		return fmt.Errorf("chaosrun runs tests on this machine, and GOOS=%s builds them for another: leave it out", e.GOOS)
	}
	return nil
}
