package toolchain

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strconv"

	"github.com/chaosrun/chaosrun/internal/tape/abi"
)

const (
	modulePath = "github.com/chaosrun/chaosrun"
	tapePath   = modulePath + "/internal/tape"
)

var abiVersion = regexp.MustCompile(`(?m)^const Version = (\d+)$`)

// fits reports an error if the package tape that the tests import is of a version of chaosrun that
// expects another runtime than this one edits.
func fits(tape *Package) error {
	text, err := os.ReadFile(filepath.Join(tape.Dir, "abi", "abi.go"))
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	theirs := 0 // from before there were versions
	if m := abiVersion.FindSubmatch(text); m != nil {
		theirs, _ = strconv.Atoi(string(m[1]))
	}
	if theirs == abi.Version {
		return nil
	}
	version := "another version"
	if m := tape.Module; m != nil && m.Version != "" {
		version = m.Version
	}
	own := OwnVersion()
	if own == "" {
		return fmt.Errorf("the tests import chaosrun in %s, which this command does not fit: use the command of that version", version)
	}
	return fmt.Errorf("the tests import chaosrun in %s, which this command, %s, does not fit: go run %s/cmd/chaosrun@%s, or go get %s@%s", version, own, modulePath, version, modulePath, own)
}

// OwnVersion is the released version of chaosrun that this process is made of, "" if it is none.
func OwnVersion() string {
	bi, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, m := range append(bi.Deps, &bi.Main) {
		if m.Path == modulePath && m.Version != "" && m.Version != "(devel)" && m.Version != "v0.0.0" {
			return m.Version
		}
	}
	return ""
}
