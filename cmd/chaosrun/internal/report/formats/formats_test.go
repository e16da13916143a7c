package formats

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/chaosrun/chaosrun/internal/findings"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

var now = time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC)

func finding(n int, state findings.State) Finding {
	return Finding{
		Observation: findings.Observation{
			ID: fmt.Sprintf("%012x", n), Kind: "deadlock", Message: "all 3 goroutines of the test are blocked", Package: "example.org/bank", Test: "TestTransfer",
			At: trace.Frame{Func: "example.org/bank.transfer", File: "bank.go", Line: 27}, Run: 7, Steps: 30, Times: 2,
			Recording: ".chaosrun/bank/TestTransfer-deadlock-1234.chaos",
		},
		State: state, Counts: true, First: findings.Moment{Time: now, Commit: "abc"}, Campaigns: 1,
	}
}

// example is a campaign with something of everything.
func example() *Campaign {
	known := finding(3, findings.Ongoing)
	known.Known, known.Counts = &findings.Known{Reason: "wait for the pool", Until: now.AddDate(0, 0, 3)}, false
	elsewhere := finding(1, findings.New)
	elsewhere.Test = "TestOther"
	nowhere := finding(4, findings.Regressed)
	nowhere.At = trace.Frame{}
	budget := runner.Budget{Strategy: "auto", Schedules: 1000, Members: map[string]runner.Spent{"random": {Schedules: 400, New: 30}, "pct": {Schedules: 600, New: 10}}}
	res := func(test, verdict string) *runner.Result {
		return &runner.Result{
			Test: test, Verdict: verdict, Runs: 1000, Steps: 30000, Distinct: 40, Elapsed: 1500 * time.Millisecond, Started: now, Budget: budget,
			Series: []runner.Sample{{Runs: 20, Elapsed: time.Millisecond, Graphs: 5, Pairs: 3}, {Runs: 1000, Elapsed: time.Second, Graphs: 40, Pairs: 9}},
		}
	}
	broken := res("TestBroken", "error")
	broken.Err = errors.New("the test binary ended")
	unmet := res("TestFine", "pass")
	unmet.Unmet = []string{"Sometimes: the cache is full, in none of 1001 runs"}
	unmet.Warnings = unmet.Unmet
	unmet.Faults = []runner.FaultPoint{{Name: "db/commit", Seen: true}, {Name: "db/open", Fired: true, Seen: true}}
	absent := res("TestStated", "fail")
	absent.Notes = []string{"expected a leak, and no run of 1000 failed"}
	racing := res("TestTransfer", "fail")
	racing.Budget.Clock, racing.Budget.Strategy, racing.Budget.Members = "racing", "pos", nil
	unmet.Timings = []*runner.Failure{{
		Kind: "assert", Message: "fails if g2 is held up for 5ms: not ready", Run: 9, Steps: 12, Timing: true, Recording: ".chaosrun/bank/TestFine-assert-99.chaos",
		Trace: &trace.Trace{Header: trace.Header{Kind: "assert", Message: "not ready", Output: "    bank_test.go:15: not ready\n"}},
	}}
	return &Campaign{
		Command: "chaosrun test ./...", Version: "v1.2.3", Seed: "1", Now: findings.Moment{Time: now, Commit: "0123456789abcdef"}, Elapsed: time.Minute, Folder: "sub",
		Tests: []Test{
			{"example.org/bank", racing, []Finding{finding(1, findings.New), finding(2, findings.Ongoing)}, true},
			{"example.org/bank", res("TestOther", "fail"), []Finding{elsewhere, nowhere}, false},
			{"example.org/bank", res("TestKnown", "fail"), []Finding{known}, false},
			{"example.org/bank", unmet, nil, false},
			{"example.org/bank", res("TestSkip", "skip"), nil, false},
			{"example.org/shop", absent, nil, false},
			{"example.org/shop", broken, nil, false},
		},
		Errors:   []PackageError{{"example.org/oops", "oops.go:3:1: undefined: x"}},
		Resolved: []*findings.Finding{{ID: "00000000000a", Kind: "leak", Message: "gone", State: findings.Resolved, First: findings.Moment{Time: now}}},
	}
}

// TestUnfinished: a test of which no run was finished is called neither passed nor failed.
func TestUnfinished(t *testing.T) {
	c := Campaign{Seed: "1"}
	c.Result("p", &runner.Result{Test: "TestSlow", Verdict: "unfinished", Notes: []string{"run 1 was not finished when the time of -duration was over"}})
	c.Result("p", &runner.Result{Test: "TestFine", Verdict: "pass", Runs: 3})
	for name, of := range map[string]struct {
		write func(io.Writer, *Campaign) error
		want  []string
	}{
		"Markdown": {Markdown, []string{"## chaosrun: ⚠️ no run of 1 test was finished", "### No run was finished", "run 1 was not finished"}},
		"JUnit":    {JUnit, []string{`skipped="1"`, `<skipped message="no run was finished">`, "run 1 was not finished"}},
		"HTML":     {HTML, []string{"<title>chaosrun: no run of 1 test was finished</title>", "no run was finished; run 1"}},
		"GitHub":   {GitHub, []string{"::warning title=chaosrun%3A p.TestSlow::no run was finished%0Arun 1"}},
	} {
		got := write(t, of.write, &c)
		for _, want := range of.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", name, want, got)
			}
		}
		if strings.Contains(got, "nothing found") {
			t.Errorf("%s says that nothing was found:\n%s", name, got)
		}
	}
}

// TestSeveral: the explorations of one test under other settings have names of their own.
func TestSeveral(t *testing.T) {
	var c Campaign
	for _, clock := range []string{"", "racing"} {
		c.Result("p", &runner.Result{Test: "TestX", Verdict: "pass", Budget: runner.Budget{Strategy: "auto", Clock: clock}})
	}
	c.Result("p", &runner.Result{Test: "TestY", Verdict: "pass", Budget: runner.Budget{Strategy: "auto", Clock: "racing"}})
	for i, want := range []string{"TestX", "TestX [clock=racing]", "TestY"} {
		if got := c.Tests[i].Name(); got != want {
			t.Errorf("the name is %q, want %q", got, want)
		}
	}
}

// TestFirstRun: what a warm-up run that fails did is in the reports, which do not keep failures.
func TestFirstRun(t *testing.T) {
	var c Campaign
	c.Result("p", &runner.Result{Test: "TestX", Verdict: "fail", Failures: []*runner.Failure{{Kind: "assert", Steps: 44, Trace: &trace.Trace{}}}})
	if got, want := write(t, JUnit, &c), "1 run, 44 steps, 1 distinct"; !strings.Contains(got, want) {
		t.Errorf("no %q in\n%s", want, got)
	}
	if got, want := write(t, Markdown, &c), "1 exploration, 1 schedule in"; !strings.Contains(got, want) {
		t.Errorf("no %q in\n%s", want, got)
	}
}

func TestPlain(t *testing.T) {
	if got, want := plain("\x1b[31mred\x1b[0m\x00"), "red\ufffd"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// hostile closes what it may be in, and runs a script.
const hostile = "]]></script></style>'\"><script>window.hostile=true</script><img src=x onerror=window.hostile=true>{{.}}|`::error::%0A\n::error file=x::\x00\x1b[31m\xff\u2028@all [x](javascript:alert(1))"

// hostileCampaign has hostile text in every string.
func hostileCampaign() *Campaign {
	c := example()
	poison(reflect.ValueOf(c).Elem())
	for i := range c.Tests {
		t := &c.Tests[i]
		if t.Result.Err != nil {
			t.Result.Err = errors.New(hostile)
			t.Result.Verdict = "error"
		}
		t.Result.Verdict = example().Tests[i].Result.Verdict
	}
	return c
}

func poison(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(hostile + v.String())
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				poison(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			poison(v.Index(i))
		}
	}
}

func write(t *testing.T, f func(io.Writer, *Campaign) error, c *Campaign) string {
	t.Helper()
	var b bytes.Buffer
	if err := f(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCounts(t *testing.T) {
	failed, errs := example().Counts()
	if failed != 3 || errs != 2 {
		t.Errorf("%d fail, %d errors; want 3, 2", failed, errs)
	}
	bugs := example().Bugs()
	var got []string
	for _, b := range bugs {
		got = append(got, string(b.State))
	}
	if want := []string{"regressed", "new", "ongoing", "ongoing"}; !reflect.DeepEqual(got, want) {
		t.Errorf("the bugs are %v, want %v", got, want)
	}
	if len(bugs[1].Tests) != 2 || bugs[1].Times != 4 {
		t.Errorf("the bug of two tests has %v, %d times", bugs[1].Tests, bugs[1].Times)
	}
}

// TestSays: that a finding counts does not mean that the day is past until which it is known.
func TestSays(t *testing.T) {
	f := Finding{State: findings.Ongoing, Known: &findings.Known{Reason: "r", Until: time.Date(2031, 5, 10, 0, 0, 0, 0, time.UTC)}, Counts: true}
	if got, want := f.Says(), "ongoing; known until 2031-05-09: r"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	f.Expired = true
	if got, want := f.Says(), "ongoing; known until 2031-05-09, which is past: r"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestJUnit(t *testing.T) {
	for name, c := range map[string]*Campaign{"example": example(), "hostile": hostileCampaign(), "empty": {}} {
		text := write(t, JUnit, c)
		var got struct {
			Tests    int `xml:"tests,attr"`
			Failures int `xml:"failures,attr"`
			Errors   int `xml:"errors,attr"`
			Suites   []struct {
				Cases []struct {
					Name    string `xml:"name,attr"`
					Failure *struct {
						Message string `xml:"message,attr"`
						Text    string `xml:",chardata"`
					} `xml:"failure"`
					Out string `xml:"system-out"`
				} `xml:"testcase"`
			} `xml:"testsuite"`
		}
		if err := xml.Unmarshal([]byte(text), &got); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, text)
		}
		if name == "empty" {
			continue
		}
		if got.Tests != 8 || got.Failures != 3 || got.Errors != 2 {
			t.Errorf("%s: %d tests, %d failures, %d errors; want 8, 3, 2", name, got.Tests, got.Failures, got.Errors)
		}
		if name == "hostile" {
			continue
		}
		first := got.Suites[0].Cases[0]
		if first.Name != "TestTransfer [strategy=pos clock=racing]" || first.Failure == nil || first.Failure.Message != "deadlock: all 3 goroutines of the test are blocked" || !strings.Contains(first.Failure.Text, "chaosrun replay .chaosrun/bank") {
			t.Errorf("the first case is %+v", first)
		}
		if known := got.Suites[0].Cases[2]; known.Failure != nil || !strings.Contains(known.Out, "known until 2031-05-09: wait for the pool") {
			t.Errorf("the known one is %+v", known)
		}
	}
}

// sarifSchema is the official schema, which a module of the test's carries in its source.
func sarifSchema(t *testing.T) any {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3").Output()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(strings.TrimSpace(string(out)), "pkg/report/v210/sarif/schema.go")
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var text string
	ast.Inspect(f, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && len(lit.Value) > len(text) {
			text = lit.Value
		}
		return true
	})
	text, err = strconv.Unquote(text)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestSARIF(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("sarif.json", sarifSchema(t)); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(map[string]any{"version": "2.1.0"}); err == nil {
		t.Fatal("the schema takes a log without runs: it is not the one that is wanted")
	}
	for name, c := range map[string]*Campaign{"example": example(), "hostile": hostileCampaign(), "empty": {}} {
		text := write(t, SARIF, c)
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Another program reads it as it is meant.
	log, err := sarif.FromString(write(t, SARIF, example()))
	if err != nil {
		t.Fatal(err)
	}
	results := log.Runs[0].Results
	if len(results) != 5 || *results[0].RuleID != "deadlock" || len(results[0].Locations) != 0 {
		t.Fatalf("%d results, the first %+v", len(results), results[0])
	}
	at := results[1].Locations[0].PhysicalLocation
	if *at.ArtifactLocation.URI != "sub/bank.go" || *at.Region.StartLine != 27 || *results[1].BaselineState != "new" {
		t.Errorf("the second result is at %s:%d, %s", *at.ArtifactLocation.URI, *at.Region.StartLine, *results[1].BaselineState)
	}
	if s := results[3].Suppressions; len(s) != 1 || *s[0].Justification != "wait for the pool" {
		t.Errorf("the known one is suppressed by %v", s)
	}
	warning := results[4]
	at = warning.Locations[0].PhysicalLocation
	if warning.Level != "warning" || *warning.RuleID != "assert" || warning.BaselineState != nil || *at.ArtifactLocation.URI != "sub/bank_test.go" || *at.Region.StartLine != 15 || !strings.Contains(*warning.Message.Text, "held up for 5ms") {
		t.Errorf("the timing warning is %+v", warning)
	}
	for _, r := range results[:4] {
		if r.Level != "error" {
			t.Errorf("a finding has level %s", r.Level)
		}
	}
}

// TestGitHub: each annotation is one line, and nothing in it starts another.
func TestGitHub(t *testing.T) {
	got := write(t, GitHub, example())
	want := "::error file=sub/bank.go,line=27,title=chaosrun%3A deadlock (new)::all 3 goroutines of the test are blocked%0Afinding 000000000001: new%0A"
	if !strings.Contains(got, want) {
		t.Errorf("no annotation %q in\n%s", want, got)
	}
	if want := "::warning file=sub/bank_test.go,line=15,title=chaosrun%3A timing of example.org/bank.TestFine::fails if g2 is held up for 5ms"; !strings.Contains(got, want) {
		t.Errorf("no annotation %q in\n%s", want, got)
	}
	for level, n := range map[string]int{"error": 6, "notice": 1, "warning": 2} {
		if found := strings.Count(got, "::"+level+" "); found != n {
			t.Errorf("%d of level %s, want %d in\n%s", found, level, n, got)
		}
	}
	line := regexp.MustCompile(`^::(error|warning|notice) (file=[^:,]+,(line=\d+,)?)?title=[^:,]*::[^\r\n]*$`)
	lines := strings.Split(strings.TrimSuffix(write(t, GitHub, hostileCampaign()), "\n"), "\n")
	if len(lines) != 9 {
		t.Errorf("%d lines, want 9", len(lines))
	}
	for _, l := range lines {
		if !line.MatchString(l) {
			t.Errorf("not an annotation: %q", l)
		}
	}
	many := example()
	for range 2 * mostAnnotations {
		many.Errors = append(many.Errors, many.Errors[0])
	}
	if n := strings.Count(write(t, GitHub, many), "\n"); n != mostAnnotations+1 {
		t.Errorf("%d annotations", n)
	}
}

func TestMarkdown(t *testing.T) {
	got := write(t, Markdown, example())
	for _, want := range []string{
		"## chaosrun: ❌ 3 tests fail", "7 explorations, 7000 schedules in 1m0s", "### Findings", "🔁 regressed", "<code>example.org/bank.TestTransfer</code><br><code>example.org/bank.TestOther</code>",
		"💤 ongoing; known until 2031-05-09: wait for the pool", "### Resolved", "### Could not run", "undefined: x", "Sometimes: the cache is full, in none of 1001 runs", "expected a leak",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if got := write(t, Markdown, &Campaign{}); !strings.Contains(got, "✅ nothing found") {
		t.Errorf("of nothing it says %s", got)
	}
	tags := regexp.MustCompile(`</?(code|br)>`)
	for _, l := range strings.Split(write(t, Markdown, hostileCampaign()), "\n") {
		bare := strings.ReplaceAll(tags.ReplaceAllString(l, ""), `\]`, "")
		if strings.ContainsAny(bare, "<>@\x1b") || strings.Contains(bare, "](") {
			t.Errorf("markup in %q", l)
		}
		if strings.HasPrefix(l, "|") && strings.Count(strings.ReplaceAll(l, `\|`, ""), "|") != 7 {
			t.Errorf("a row with other cells: %q", l)
		}
	}
	big := example()
	for i := range 10_000 {
		big.Tests[0].Findings = append(big.Tests[0].Findings, finding(100+i, findings.New))
	}
	if got := write(t, Markdown, big); len(got) > 1<<20 || !strings.Contains(got, "9804 more findings are not shown") {
		t.Errorf("of 10,000 findings it has %d bytes", len(got))
	}
}

// TestLines: the lists for people and for programs.
func TestLines(t *testing.T) {
	var b bytes.Buffer
	Text(&b, example(), "f.json")
	if want := "findings: 1 new, 1 regressed, 2 ongoing, 1 resolved (f.json)\n"; !strings.HasPrefix(b.String(), want) {
		t.Errorf("it begins %q, want %q", b.String(), want)
	}
	lines := strings.Split(strings.TrimSpace(write(t, JSON, hostileCampaign())), "\n")
	if len(lines) != 5 {
		t.Errorf("%d lines, want 5", len(lines))
	}
	for _, l := range lines {
		var v map[string]any
		if err := json.Unmarshal([]byte(l), &v); err != nil || v["event"] != "finding" {
			t.Errorf("%v: %s", err, l)
		}
	}
}
