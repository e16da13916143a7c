package formats

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/findings"
	"github.com/chaosrun/chaosrun/internal/runner"
)

// TestPageOfHostileCampaign: what tests and findings are called is text on the page.
func TestPageOfHostileCampaign(t *testing.T) {
	got := write(t, HTML, hostileCampaign())
	for _, bad := range []string{"<script>window", "<img"} {
		if strings.Contains(got, bad) {
			t.Errorf("the page contains %q", bad)
		}
	}
	if n := strings.Count(got, "<script"); n != 2 {
		t.Errorf("the page begins %d scripts, want 2: there is no recording", n)
	}
	if !strings.Contains(got, "&lt;script&gt;window.hostile=true") {
		t.Error("the hostile text is not on the page at all")
	}
}

// TestPageNeedsNoNetwork: no address is on the page but the name of the SVG format.
func TestPageNeedsNoNetwork(t *testing.T) {
	got := write(t, HTML, example())
	got = strings.ReplaceAll(got, `"http://www.w3.org/2000/svg"`, "")
	got = strings.ReplaceAll(got, `\"http://www.w3.org/2000/svg\"`, "")
	if m := regexp.MustCompile(`(?i)https?:|src=|href="[^#]|url\([^#]|@import|fetch\(|import\(`).FindString(got); m != "" {
		t.Errorf("the page contains %q", m)
	}
	if !strings.Contains(got, "default-src 'none'") {
		t.Error("the page has no policy that forbids the network")
	}
}

// TestPageOfLostRecordings: a finding without its recording is on the page, and says why it
// cannot be walked through.
func TestPageOfLostRecordings(t *testing.T) {
	c := example()
	c.Tests[0].Findings[0].Recording = filepath.Join(t.TempDir(), "gone.chaos")
	c.Tests[0].Findings[1].Recording = ""
	got := write(t, HTML, c)
	for _, want := range []string{"its recording cannot be shown: open ", "there is no recording of it"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if empty := write(t, HTML, &Campaign{}); !strings.Contains(empty, "chaosrun: nothing found") {
		t.Error("the page of nothing does not say so")
	}
}

func TestStrategies(t *testing.T) {
	var got []string
	for _, r := range example().strategies() {
		name := r.Name
		if r.Member {
			name = "- " + name
		}
		got = append(got, name)
	}
	if want := "auto - pct - random pos"; strings.Join(got, " ") != want {
		t.Errorf("the strategies are %q, want %q", strings.Join(got, " "), want)
	}
	rows := example().strategies()
	if rows[0].Schedules != 6000 || rows[1].Schedules != 3600 || rows[0].Share != 85 || rows[3].Findings != 2 {
		t.Errorf("their shares are %+v", rows)
	}
}

// TestCharts: the curves add up what the tests have seen, at the time at which they have.
func TestCharts(t *testing.T) {
	test := func(after time.Duration, graphs ...int) Test {
		res := &runner.Result{Started: now.Add(after)}
		for i, g := range graphs {
			res.Series = append(res.Series, runner.Sample{Runs: uint64(i + 1), Elapsed: time.Duration(i+1) * time.Second, Graphs: g})
		}
		return Test{Result: res}
	}
	c := &Campaign{Tests: []Test{test(0, 10, 30), test(8*time.Second, 40, 70)}}
	got := c.charts()
	if len(got) != 2 || got[0].Most != "100" || got[0].Took != "10s" {
		t.Fatalf("the charts are %+v", got)
	}
	if want := "0.0,150.0 60.0,135.0 120.0,105.0 540.0,45.0 600.0,0.0"; got[0].Points != want {
		t.Errorf("the curve is %s, want %s", got[0].Points, want)
	}
	if (&Campaign{}).charts() != nil {
		t.Error("there is a curve of nothing")
	}
	long := make(line, 10_000)
	for i := range long {
		long[i] = dot{float64(i), float64(i)}
	}
	thin := long.thin(coveragePoints)
	if len(thin) != coveragePoints || thin[0] != long[0] || thin[len(thin)-1] != long[len(long)-1] {
		t.Errorf("a long curve has %d points from %v to %v", len(thin), thin[0], thin[len(thin)-1])
	}
}

// TestFileNames: only files of the repository are named in annotations.
func TestFileNames(t *testing.T) {
	c := &Campaign{Folder: "sub"}
	for name, want := range map[string]string{
		"x/y.go": "sub/x/y.go", "$GOROOT/sync/mutex.go": "", "example.org/m@v1.0.0/x.go": "", "/etc/passwd": "", "../../x.go": "", "": "", "odd": "",
	} {
		var o findings.Observation
		o.At.File = name
		if got := c.file(o); got != want {
			t.Errorf("%q is the file %q, want %q", name, got, want)
		}
	}
}
