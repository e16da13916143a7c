// Package antithesis is added by the build overlay. It judges the assertions of Antithesis' Go
// SDK (github.com/antithesishq/antithesis-sdk-go/assert) in a controlled run as package sched
// judges its own.
//
// The SDK writes each assertion that it has not seen before as a line of JSON to the file that
// ANTITHESIS_SDK_LOCAL_OUTPUT names. The parent names one that package os knows and passes on to
// here.
package antithesis

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	_ "unsafe" // for go:linkname
)

//go:linkname fail runtime.chaosFail
func fail(how uint32)

//go:linkname first runtime.chaosFirst
func first(key uint64) bool

//go:linkname tell runtime.chaosTell
func tell(line string)

//go:linkname print runtime.chaosPrint
func print(text string)

//go:linkname quiet runtime.chaosQuiet
func quiet(d int32)

//go:linkname controlled runtime.chaosControlled
func controlled() bool

//go:linkname onBegin runtime.chaosOnBegin
func onBegin(f func())

//go:linkname onStated os.chaosOnStated
func onStated(f func(line []byte))

// asserted is a line of the SDK's.
type asserted struct {
	Assert *struct {
		Hit       bool           `json:"hit"`
		MustHit   bool           `json:"must_hit"`
		Type      string         `json:"assert_type"`
		Display   string         `json:"display_type"`
		Message   string         `json:"message"`
		Condition bool           `json:"condition"`
		Details   map[string]any `json:"details"`
		Location  struct {
			File string `json:"file"`
			Line int    `json:"begin_line"`
		} `json:"location"`
	} `json:"antithesis_assert"`
}

// catalog is what was said before the first run of the process: that assertions exist.
var catalog [][]byte

// Judge begins to judge. forget makes the SDK forget what it has seen, for every run anew.
func Judge(forget func()) {
	onStated(stated)
	onBegin(func() {
		forget()
		for _, line := range catalog {
			judge(line)
		}
		catalog = nil
	})
}

// stated is called with each line.
func stated(line []byte) {
	if !controlled() { // in an init function
		catalog = append(catalog, slices.Clone(line))
		return
	}
	quiet(1)
	defer quiet(-1)
	judge(line)
}

func judge(line []byte) {
	var a asserted
	if err := json.Unmarshal(line, &a); err != nil || a.Assert == nil {
		return // a line of another kind, as of guidance
	}
	s := a.Assert
	if controlled() && s.Hit && !s.Condition && (s.Type == "always" || s.Type == "reachability") {
		kind := "Always"
		if s.Type == "reachability" {
			kind = "Unreachable"
		}
		fail(1)
		print(fmt.Sprintf("    %s:%d: %s: %s%s\n", filepath.Base(s.Location.File), s.Location.Line, kind, oneLine(s.Message), text(s.Details)))
		return
	}
	if !s.MustHit || s.Location.Line == 0 {
		return // or the SDK says of itself that it is built without cgo
	}
	word := "declares"
	if s.Hit && (s.Condition || s.Type == "always") {
		word = "meets"
	}
	if !controlled() || first(hash("antithesis", word, s.Display, s.Message)) {
		tell(word + " " + strconv.Quote(s.Display+": "+s.Message) + "\n")
	}
}

// text is the details as package sched writes them, by name.
func text(details map[string]any) string {
	var names []string
	for name := range details {
		names = append(names, name)
	}
	slices.Sort(names)
	var b strings.Builder
	for i, name := range names {
		sep := ", "
		if i == 0 {
			sep = ": "
		}
		fmt.Fprintf(&b, "%s%s=%v", sep, name, details[name])
	}
	return oneLine(b.String())
}

func oneLine(s string) string { return strings.ReplaceAll(s, "\n", " ") }

// hash is the FNV-1a hash of the texts, each closed by a byte that is not in UTF-8.
func hash(texts ...string) uint64 {
	h := uint64(14695981039346656037)
	for _, s := range texts {
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	return h
}
