package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Flake is a flaky test that was fixed.
type Flake struct {
	name string // of its folder
	log  string // the text of log.txt

	Bad     string   // module@version before the fix
	Fixed   string   // module@version with the fix
	Package string   // below the module, or "."
	Test    string   // with its subtests, as go test prints it
	Renamed string   `json:",omitempty"` // what the test is called with the fix, if it is another name
	Flags   []string `json:",omitempty"` // that hunt needs beside -from
	Kind    string   // of the failure, as package cilog names it
	Issue   string   // owner/repo#number of the report
	Fix     string   // owner/repo#number of the change, or owner/repo@commit
	Log     string   // where log.txt comes from: one of the keys of logs
	Cause   string   // what was wrong, in a sentence or two
	// Miss is why the failure is not reproduced, and Noise why the hunt of the fixed version is not
	// silent, if that is so. A person writes them after looking into it.
	Miss  string `json:",omitempty"`
	Noise string `json:",omitempty"`
}

// logs says where a log comes from: "The log is …".
var logs = map[string]string{
	"quoted":     "quoted from the report",
	"renumbered": "quoted from the report, with the line numbers of the version that is hunted",
	"composed":   "quoted from the report, with the lines that go test prints around it",
	"native":     "the output of plain go test at the version that is hunted, repeated until it failed: the report does not quote as much",
}

var (
	reference = regexp.MustCompile(`^[\w.-]+/[\w.-]+(#\d+|@[0-9a-f]{7,40})$`)
	versioned = regexp.MustCompile(`^[\w./-]+@v\d+\.\d+\.\d+[\w.+-]*$`)
)

// load reads the flakes of a folder, ordered by name.
func load(dir string) ([]*Flake, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var all []*Flake
	for _, e := range entries {
		f, err := loadFlake(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name(), err)
		}
		all = append(all, f)
	}
	return all, nil
}

func loadFlake(dir string) (*Flake, error) {
	r, err := os.Open(filepath.Join(dir, "flake.json"))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	f := &Flake{name: filepath.Base(dir)}
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	if err := d.Decode(f); err != nil {
		return nil, err
	}
	log, err := os.ReadFile(filepath.Join(dir, "log.txt"))
	if err != nil {
		return nil, err
	}
	f.log = string(log)
	return f, f.check()
}

func (f *Flake) check() error {
	var errs []error
	for name, version := range map[string]string{"Bad": f.Bad, "Fixed": f.Fixed} {
		if !versioned.MatchString(version) {
			errs = append(errs, fmt.Errorf("%s is %q, and not module@version", name, version))
		}
	}
	for name, ref := range map[string]string{"Issue": f.Issue, "Fix": f.Fix} {
		if !reference.MatchString(ref) {
			errs = append(errs, fmt.Errorf("%s is %q, and not owner/repo#number or owner/repo@commit", name, ref))
		}
	}
	for name, text := range map[string]string{"Package": f.Package, "Test": f.Test, "Kind": f.Kind, "Cause": f.Cause} {
		if text == "" {
			errs = append(errs, fmt.Errorf("%s is missing", name))
		}
	}
	if logs[f.Log] == "" {
		errs = append(errs, fmt.Errorf("the field Log is %q, and none of %v", f.Log, slices.Sorted(maps.Keys(logs))))
	}
	return errors.Join(errs...)
}

// split divides module@version.
func split(v string) (module, version string) {
	module, version, _ = strings.Cut(v, "@")
	return module, version
}

// logFor is the log as it would be of a version: with the path of its module, which a new major version
// changes, and with the name that the test has there.
func (f *Flake) logFor(v string) string {
	log := f.log
	bad, _ := split(f.Bad)
	if module, _ := split(v); module != bad {
		log = strings.ReplaceAll(log, bad+"/", module+"/")
	}
	if v == f.Fixed && f.Renamed != "" {
		log = strings.ReplaceAll(log, f.Test, f.Renamed)
	}
	return log
}

// sum is what a result was measured of: everything that decides what hunt is asked.
func (f *Flake) sum() string {
	h := sha256.New()
	all := append([]string{f.Bad, f.Fixed, f.log}, f.Flags...)
	if f.Renamed != "" {
		all = append(all, f.Renamed)
	}
	for _, s := range all {
		fmt.Fprintf(h, "%d %s\n", len(s), s)
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}
