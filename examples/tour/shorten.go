package main

import (
	"regexp"
	"strings"
)

// shown is how many steps of a schedule are, and after how many of them the last step of
// the wrong code comes at the latest.
const shown, after = 30, 6

var (
	source = regexp.MustCompile(` (\w+\.go):\d+ `)
	// In a long list the goroutine is named where it changes: a step, a name or none.
	listed = regexp.MustCompile(`^( *\d+  )(g\d+ *|    +)(\S.*)$`)
)

// shorten leaves out the stack of a panic, and of a long schedule what is not in the
// files of the example, or far from the wrong code.
func shorten(text string, files []string) string {
	head, rest, ok := strings.Cut(strings.TrimSpace(text), "\nthe schedule:")
	legend, rest, ok2 := strings.Cut(rest, "\n\n")
	if !ok || !ok2 {
		return text
	}
	if before, _, ok := strings.Cut(head, "\n    \n    goroutine "); ok {
		head = before + "\n"
	}
	steps, notes, _ := strings.Cut(rest, "\n\n")
	lines := strings.Split(steps, "\n")
	if len(lines) > shown {
		lines = choose(lines, files)
	}
	return head + "\nthe schedule:" + legend + "\n\n" + strings.Join(lines, "\n") + "\n\n" + notes
}

func choose(lines, files []string) []string {
	ours := make(map[string]bool)
	for _, f := range files {
		ours[f] = true
	}
	var kept []string
	var now, last string // the goroutine of this line, and of the last one that is kept
	end := 0
	for _, l := range lines {
		m := listed.FindStringSubmatch(l)
		if m == nil {
			continue
		}
		if name := strings.TrimSpace(m[2]); name != "" {
			now = name
		}
		src := source.FindStringSubmatch(l)
		if src == nil || !ours[src[1]] {
			continue
		}
		name := now
		if name == last {
			name = ""
		}
		last = now
		kept = append(kept, m[1]+name+strings.Repeat(" ", max(len(m[2])-len(name), 0))+m[3])
		if strings.HasPrefix(src[1], "wrong") {
			end = len(kept)
		}
	}
	if end == 0 {
		end = len(kept)
	}
	end = min(end+after, len(kept))
	out := kept[max(end-shown, 0):end]
	if end > shown {
		out = append([]string{"    …"}, out...)
	}
	if end < len(kept) {
		out = append(out[:len(out):len(out)], "    …")
	}
	return out
}
