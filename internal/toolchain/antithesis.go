package toolchain

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The assertions of Antithesis' Go SDK are judged in the test binary (package
// chaosrun/antithesis, injected). The SDK tells of each only once per process, so what it has
// told must be forgotten for every run. The module cache is beyond overlays: the variable is
// reached by its name in the linker, from a test file that the overlay adds.

const (
	assertPath = "github.com/antithesishq/antithesis-sdk-go/assert"
	assertTag  = "enable_antithesis_sdk" // switches on releases that are off by default
	assertFile = "chaosrun_antithesis_test.go"
)

// assertSDK is what the SDK that tests are built with looks like.
type assertSDK struct {
	tracker string // the type of the variable that knows what has been told; "": it is off
	asleep  bool   // it is off because a build tag is missing
}

// lookAtSDK reads the SDK's package.
func (t *Toolchain) lookAtSDK(p *Package) (sdk assertSDK) {
	types := map[string]string{
		"var assertTracker sync.Map":     "sync.Map",
		"assertTracker    emitTracker":   "map[string]*byte",
		"type emitTracker map[string]*t": "map[string]*byte",
	}
	for _, name := range slices.Concat(p.GoFiles, p.IgnoredGoFiles) {
		src, err := os.ReadFile(t.user.at(filepath.Join(p.Dir, name)))
		if err != nil {
			continue // the go command says it better
		}
		if !slices.Contains(p.GoFiles, name) {
			sdk.asleep = sdk.asleep || bytes.Contains(src, []byte("//go:build "+assertTag))
			continue
		}
		for decl, typ := range types {
			if bytes.Contains(src, []byte(decl)) {
				sdk.tracker = typ
			}
		}
	}
	return sdk
}

// judgeSDK adds the test file to the packages whose test binaries have the SDK in them.
func (t *Toolchain) judgeSDK(sdk assertSDK, pkgs []*Package, r *rewritten) {
	if sdk.tracker == "" {
		return
	}
	forget := "tracker.Clear"
	if strings.HasPrefix(sdk.tracker, "map") {
		forget = "func() { clear(tracker) }"
	}
	for _, p := range pkgs {
		if !p.HasTests() || t.cached(p.Dir) || !t.TestImports(p, assertPath) {
			continue
		}
		r.files[filepath.Join(p.Dir, assertFile)] = fmt.Appendf(nil, `package %s_test

import (
	"chaosrun/antithesis"
	"sync"
	_ "unsafe"
)

var _ sync.Map

//go:linkname tracker %s.assertTracker
var tracker %s

func init() { antithesis.Judge(%s) }
`, p.Name, assertPath, sdk.tracker, forget)
	}
}
