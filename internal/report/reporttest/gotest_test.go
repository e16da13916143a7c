package reporttest

import (
	"strings"
	"testing"
)

// TestReadGoTests: what go test prints is read, and nothing else is.
func TestReadGoTests(t *testing.T) {
	const (
		start = `{"Time":"2026-01-01T00:00:01Z","Action":"start","Package":"p"}`
		run   = `{"Time":"2026-01-01T00:00:01Z","Action":"run","Package":"p","Test":"TestX"}`
		first = `{"Time":"2026-01-01T00:00:01Z","Action":"output","Package":"p","Test":"TestX","Output":"=== RUN   TestX\n"}`
		said  = `{"Time":"2026-01-01T00:00:01Z","Action":"output","Package":"p","Test":"TestX","Output":"    said\n"}`
		last  = `{"Time":"2026-01-01T00:00:01Z","Action":"output","Package":"p","Test":"TestX","Output":"--- FAIL: TestX (0.10s)\n"}`
		fail  = `{"Time":"2026-01-01T00:00:02Z","Action":"fail","Package":"p","Test":"TestX","Elapsed":0.1}`
		ended = `{"Time":"2026-01-01T00:00:02Z","Action":"output","Package":"p","Output":"FAIL\tp\t0.2s\n"}`
		end   = `{"Time":"2026-01-01T00:00:02Z","Action":"fail","Package":"p","Elapsed":0.2}`
		built = `{"ImportPath":"d","Action":"build-output","Output":"# d\n"}`
		broke = `{"ImportPath":"d","Action":"build-fail"}`
	)
	whole := []string{built, broke, start, run, first, said, last, fail, ended, end}
	all, err := ReadGoTests(strings.NewReader(strings.Join(whole, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	if x := all.Packages["p"].Tests["TestX"]; x.Said() != "    said\n" || x.Action != "fail" || x.Elapsed != 0.1 {
		t.Errorf("the test has %+v", x)
	}
	for name, c := range map[string]struct{ old, put string }{
		"no start":          {start, ""},
		"no run":            {run, ""},
		"no first line":     {first, ""},
		"no result":         {last, ""},
		"no end of a test":  {fail, ""},
		"no package result": {ended, ""},
		"no end":            {end, ""},
		"no end of a build": {broke, ""},
		"two starts":        {start, start + "\n" + start},
		"two ends":          {end, end + "\n" + end},
		"late output":       {fail, fail + "\n" + said},
		"late build":        {broke, broke + "\n" + built},
		"another result":    {fail, strings.Replace(fail, "fail", "pass", 1)},
		"it does not fail":  {end, strings.Replace(end, "fail", "pass", 1)},
		"no elapsed":        {fail, strings.Replace(fail, `,"Elapsed":0.1`, "", 1)},
		"elapsed too soon":  {said, strings.Replace(said, `,"Output"`, `,"Elapsed":0,"Output"`, 1)},
		"half a line":       {said, strings.Replace(said, `\n`, "", 1)},
		"output at the end": {end, strings.Replace(end, `,"Elapsed"`, `,"Output":"x\n","Elapsed"`, 1)},
		"time goes back":    {said, strings.Replace(said, "00:01Z", "00:00Z", 1)},
		"an odd field":      {said, strings.Replace(said, `"Test"`, `"Event":"x","Test"`, 1)},
		"an odd action":     {said, strings.Replace(said, "output", "say-output", 1)},
		"no JSON":           {said, "    said"},
		"two on a line":     {said, said + said},
		"no such build":     {end, strings.Replace(end, `,"Elapsed"`, `,"FailedBuild":"e","Elapsed"`, 1)},
	} {
		text := strings.ReplaceAll(strings.Replace(strings.Join(whole, "\n"), c.old, c.put, 1), "\n\n", "\n")
		if c.old == start {
			text = strings.TrimPrefix(text, "\n")
		}
		if _, err := ReadGoTests(strings.NewReader(text)); err == nil {
			t.Errorf("%s: it is read:\n%s", name, text)
		}
	}
}
