package cilog

import (
	"regexp"
	"strings"
)

// escapes is what is for terminals alone, with Buildkite's time stamps.
var escapes = regexp.MustCompile(`\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-Z\\^-~])`)

// prefixes are what CI systems put before a line, each with the one space that divides it from the
// line: the rest of the white space is go test's.
var prefixes = []*regexp.Regexp{
	// gh run view --log: job, step, and then GitHub's time stamp.
	regexp.MustCompile(`^[^\t]{1,200}\t[^\t]{1,200}\t(?:\x{FEFF})?\d{4}-\d\d-\d\dT[\d:]{8}\.\d+Z ?`),
	// GitLab: with the number of the stream, and + for a line that goes on.
	regexp.MustCompile(`^\d{4}-\d\d-\d\dT[\d:]{8}\.\d+Z \d\d[OE][ +]`),
	// GitHub, Azure, Jenkins, and whatever else writes dates so.
	regexp.MustCompile(`^(?:\x{FEFF})?\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]? ?`),
	// Jenkins' other one.
	regexp.MustCompile(`^\d\d:\d\d:\d\d  `),
	// Debian's autopkgtest: the seconds since it began.
	regexp.MustCompile(`^ {0,2}\d{1,6}s `),
	// GitHub's annotations.
	regexp.MustCompile(`^##\[(?:error|warning|notice|debug|group|command|endgroup)\]`),
}

// plain is a line without what a CI system and a terminal have put there.
func plain(line string) string {
	if strings.IndexByte(line, 0x1b) >= 0 {
		line = escapes.ReplaceAllString(line, "")
	}
	if i := strings.LastIndexByte(strings.TrimRight(line, "\r"), '\r'); i >= 0 {
		line = line[i+1:] // what was there before was overwritten; GitLab's sections are
	}
	line = strings.TrimRight(line, "\r")
	for _, p := range prefixes {
		line = line[len(p.FindString(line)):]
	}
	return line
}

// commits are what actions/checkout and GitLab's runner print of the commit.
var commits = []*regexp.Regexp{
	regexp.MustCompile(`^HEAD is now at ([0-9a-f]{7,40})\b`),
	regexp.MustCompile(`^Checking out ([0-9a-f]{7,40}) as `),
	regexp.MustCompile(`^Commit ([0-9a-f]{40})\b`),
}

func commit(line string) string {
	for _, c := range commits {
		if m := c.FindStringSubmatch(line); m != nil {
			return m[1]
		}
	}
	return ""
}
