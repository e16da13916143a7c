package queue

import (
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/chaosrun/chaosrun/internal/runner"
)

// Identity says which chaosrun this is. A share is made the same way only by the same one.
type Identity struct {
	Version string `json:"version"`
	Go      string `json:"go"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
	Build   string `json:"build,omitempty"` // of one that is no release: the hash of its program
}

// Own is the identity of this process. version is chaosrun's.
func Own(version string) (Identity, error) {
	id := Identity{Version: version, Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	if version != "(devel)" && !strings.Contains(version, "+dirty") {
		return id, nil
	}
	name, err := os.Executable()
	if err != nil {
		return id, fmt.Errorf("cannot tell which chaosrun this is: %w", err)
	}
	if id.Build, err = runner.HashFile(os.Open(name)); err != nil {
		return id, fmt.Errorf("cannot tell which chaosrun this is: %w", err)
	}
	id.Build = id.Build[:12]
	return id, nil
}

// String is the identity as a person reads it.
func (id Identity) String() string {
	s := fmt.Sprintf("chaosrun %s, %s %s/%s", id.Version, id.Go, id.OS, id.Arch)
	if id.Build != "" {
		s += ", build " + id.Build
	}
	return s
}
