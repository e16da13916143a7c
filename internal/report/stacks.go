package report

import (
	"regexp"
	"strings"
)

var frameDetail = regexp.MustCompile(` (\+0x[0-9a-f]+ )?fp=0x.*$| gp=0x.*?(\[)`)

// userStacks keeps of a dump of all goroutines those that run code of the user's.
func userStacks(dump string) string {
	var keep []string
	for _, block := range strings.Split(dump, "\n\n") {
		if !strings.HasPrefix(block, "goroutine ") || strings.HasPrefix(block, "goroutine 0 ") {
			continue
		}
		lines := strings.Split(strings.TrimRight(block, "\n"), "\n")
		user := false
		for i, l := range lines[1:] {
			next := strings.Join(lines[min(i+2, len(lines)):min(i+3, len(lines))], "")
			user = user || !strings.HasPrefix(l, "\t") && !folded(l) &&
				!strings.HasPrefix(l, "created by ") && !strings.HasPrefix(l, "testing.") && !ofTestMain(l, next)
		}
		if !user {
			continue
		}
		for i, l := range lines {
			lines[i] = frameDetail.ReplaceAllString(l, " $2")
		}
		keep = append(keep, strings.Join(lines, "\n"))
	}
	return strings.Join(keep, "\n\n")
}
