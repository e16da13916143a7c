package formats

import (
	"encoding/json"
	"io"
	"net/url"
	"strings"

	"github.com/chaosrun/chaosrun/internal/findings"
)

// kindHelp says what each kind of failure is, for people who meet it in a list of alerts.
var kindHelp = []struct{ kind, short, full string }{
	{"deadlock", "Deadlock", "All goroutines of the test are blocked, no timer is armed, and the test has not returned."},
	{"leak", "Goroutine leak", "The test has returned and left goroutines behind that nothing can ever wake."},
	{"panic", "Panic", "A goroutine panics under this schedule."},
	{"exit", "Exit", "The test ends the process, with os.Exit or log.Fatal."},
	{"fatal", "Fatal error", "The runtime ends the process, as for concurrent writes to a map."},
	{"assert", "Failed assertion", "The test fails under this schedule."},
	{"race", "Data race", "Two goroutines access the same memory, at least one of them writes, and nothing orders the two."},
	{"livelock", "Livelock", "The test never ends, though every goroutine gets its turn."},
	{"hang", "Hang", "A goroutine keeps running without using a channel, lock, atomic variable or timer, or waits for something outside the run that does not come."},
}

// What follows is the part of SARIF 2.1.0 that is used, by the names of its specification.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool                `json:"tool"`
		Invocations []sarifInvocation        `json:"invocations"`
		Bases       map[string]sarifArtifact `json:"originalUriBaseIds"`
		Details     sarifDetails             `json:"automationDetails"`
		Columns     string                   `json:"columnKind"`
		Results     []sarifResult            `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version"`
		URI     string      `json:"informationUri"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID    string    `json:"id"`
		Name  string    `json:"name"`
		Short sarifText `json:"shortDescription"`
		Full  sarifText `json:"fullDescription"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifDetails struct {
		ID string `json:"id"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Command       string              `json:"commandLine"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifResult struct {
		Rule         string             `json:"ruleId"`
		RuleIndex    int                `json:"ruleIndex"`
		Level        string             `json:"level"`
		Message      sarifText          `json:"message"`
		Locations    []sarifLocation    `json:"locations"`
		Fingerprints map[string]string  `json:"partialFingerprints"`
		Baseline     string             `json:"baselineState,omitempty"`
		Occurrences  uint64             `json:"occurrenceCount"`
		Suppressions []sarifSuppression `json:"suppressions,omitempty"`
		Properties   map[string]any     `json:"properties"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Status        string `json:"status"`
		Justification string `json:"justification"`
	}
	sarifLocation struct {
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI         string     `json:"uri,omitempty"`
		Base        string     `json:"uriBaseId,omitempty"`
		Description *sarifText `json:"description,omitempty"`
	}
	sarifRegion struct {
		Line int `json:"startLine"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
		Kind string `json:"kind"`
	}
)

const sourceRoot = "%SRCROOT%"

// SARIF writes the findings as SARIF 2.1.0, for code scanning: a rule for each kind of failure,
// a result for each bug.
func SARIF(w io.Writer, c *Campaign) error {
	run := sarifRun{
		Tool:        sarifTool{sarifDriver{Name: "chaosrun", Version: c.Version, URI: "https://github.com/chaosrun/chaosrun"}},
		Invocations: []sarifInvocation{{Successful: len(c.Errors) == 0, Command: plain(c.Command)}},
		Bases:       map[string]sarifArtifact{sourceRoot: {Description: &sarifText{"the root of the repository"}}},
		Details:     sarifDetails{"chaosrun/"},
		Columns:     "unicodeCodePoints",
		Results:     []sarifResult{},
	}
	index := make(map[string]int)
	for i, k := range kindHelp {
		index[k.kind] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{k.kind, strings.ReplaceAll(k.short, " ", ""), sarifText{k.short}, sarifText{k.full}})
	}
	inv := &run.Invocations[0]
	for _, e := range c.Errors {
		inv.Notifications = append(inv.Notifications, sarifNotification{"error", sarifText{plain(e.Package + ": " + e.Message)}})
	}
	for _, t := range c.Tests {
		if t.Result.Verdict == "error" {
			inv.Successful = false
			inv.Notifications = append(inv.Notifications, sarifNotification{"error", sarifText{plain(t.Package + "." + t.Name() + ": " + t.Result.Err.Error())}})
		}
	}
	rule := func(kind string) int {
		i, ok := index[kind]
		if !ok {
			i = len(run.Tool.Driver.Rules)
			index[kind] = i
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{plain(kind), plain(kind), sarifText{plain(kind)}, sarifText{plain(kind)}})
		}
		return i
	}
	for _, b := range c.Bugs() {
		run.Results = append(run.Results, c.sarifResult(b, rule(b.Kind)))
	}
	for _, t := range c.timings() {
		run.Results = append(run.Results, c.sarifWarning(t, rule(t.Kind)))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0", Runs: []sarifRun{run},
	})
}

func (c *Campaign) sarifResult(b Bug, rule int) sarifResult {
	r := sarifResult{
		Rule: plain(b.Kind), RuleIndex: rule, Level: "error",
		Message:      sarifText{plain(b.says())},
		Locations:    c.sarifLocations(b.Observation),
		Fingerprints: map[string]string{"chaosrunFinding/v1": b.ID},
		Baseline:     "new",
		Occurrences:  b.Times,
		Properties:   map[string]any{"state": b.State, "seed": plain(c.Seed), "run": max(1, b.Run), "recording": plain(b.Recording)},
	}
	if b.State == findings.Ongoing {
		r.Baseline = "unchanged"
	}
	if b.Known.Holds(c.Now.Time) {
		r.Suppressions = []sarifSuppression{{"external", "accepted", plain(b.Known.Reason)}}
	}
	return r
}

// sarifWarning is a timing warning. It has a fingerprint of its own, since a finding at the same
// place is not the same alert, and no state: the findings file does not keep it.
func (c *Campaign) sarifWarning(w timing, rule int) sarifResult {
	return sarifResult{
		Rule: plain(w.Kind), RuleIndex: rule, Level: "warning",
		Message:      sarifText{plain(w.says())},
		Locations:    c.sarifLocations(w.Observation),
		Fingerprints: map[string]string{"chaosrunTiming/v1": w.ID},
		Occurrences:  w.Times,
		Properties:   map[string]any{"seed": plain(c.Seed), "run": w.Run, "recording": plain(w.Recording)},
	}
}

// sarifLocations are where a failure shows: one place, or none.
func (c *Campaign) sarifLocations(o findings.Observation) []sarifLocation {
	file := c.file(o)
	if file == "" {
		return []sarifLocation{}
	}
	at := sarifLocation{Physical: sarifPhysical{Artifact: sarifArtifact{URI: (&url.URL{Path: plain(file)}).String(), Base: sourceRoot}}}
	if o.At.Line > 0 {
		at.Physical.Region = &sarifRegion{o.At.Line}
	}
	if o.At.Func != "" {
		at.Logical = []sarifLogical{{plain(o.At.Func), "function"}}
	}
	return []sarifLocation{at}
}
