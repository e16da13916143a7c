package report

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// What the test printed, as a failure shows it.

// detectorLine is what the race detector and go test add to a race.
var detectorLine = regexp.MustCompile(`^Found \d+ data race\(s\)$|^ *testing\.go:\d+: race detected during execution of test$`)

// output is what the test printed in that many lines at most, without what says nothing and what is for
// terminals.
func output(t *trace.Trace, most int) string {
	text := runner.Visible(t.Output)
	if t.Kind == "hang" {
		if i := strings.Index(text, "SIGQUIT: quit\n"); i >= 0 {
			text = text[:i] + userStacks(text[i:])
		}
	}
	var keep []string
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		if strings.HasPrefix(l, "--- PASS: "+t.Test+" (") { // as go test sees it
			continue
		}
		if strings.HasPrefix(l, "=== ") || l == "" && len(keep) == 0 || len(t.Races) > 0 && detectorLine.MatchString(l) {
			continue
		}
		next := ""
		if i+1 < len(lines) {
			next = lines[i+1]
		}
		if folded(l) || ofTestMain(l, next) || ofStandardLibrary(l, next) {
			if i+1 < len(lines) && strings.HasPrefix(lines[i+1], "\t") {
				i++
			}
			continue
		}
		keep = append(keep, shortLine(frameDetail.ReplaceAllString(l, " $2")))
	}
	keep = withoutEmptyStacks(keep)
	keep = foldFrames(keep)
	most = min(most, mostOutput)
	if len(keep) > most {
		most-- // for the line that says so
		keep = append(keep[:most], fmt.Sprintf("... %d more lines, which the recording has", len(keep)-most))
	}
	if len(keep) == 0 || len(keep) == 1 && keep[0] == "" {
		return ""
	}
	return strings.Join(keep, "\n") + "\n"
}

var (
	framePlace = regexp.MustCompile(`^\t(?:.*/)?([^/]+\.go):(\d+)( \+0x[0-9a-f]+)?\s*$`)
	frameArgs  = regexp.MustCompile(`\([^()]*0x[0-9a-f][^()]*\)$`)
	frameFunc  = regexp.MustCompile(`^(?:created by )?\S*\w\.[\w(*].*$`)
)

// readable is output in lines that fit the screen: frames of a stack dump without the addresses, which say
// nothing, and with the places as the recording has them; long lines are broken. It is so many lines at most.
func (v *view) readable(out string, most int) string {
	const room = columns - 8
	var keep []string
	lines := strings.Split(strings.TrimRight(out, "\n"), "\n")
	for i, l := range lines {
		if m := framePlace.FindStringSubmatch(l); m != nil {
			l = "    " + v.fileNamed(m[1]) + ":" + m[2]
		} else if i+1 < len(lines) && framePlace.MatchString(lines[i+1]) && frameFunc.MatchString(l) {
			l = frameArgs.ReplaceAllString(l, "(…)")
		}
		l = strings.ReplaceAll(strings.TrimRight(l, " "), "\t", "    ")
		for width(l) > room {
			at := room
			if i := strings.LastIndexByte(string([]rune(l)[:room]), ' '); i > room/2 {
				at = width(l[:i]) // break at a space
			}
			keep = append(keep, strings.TrimRight(string([]rune(l)[:at]), " "))
			l = "    " + strings.TrimLeft(string([]rune(l)[at:]), " ")
		}
		keep = append(keep, l)
	}
	if len(keep) > most {
		keep = append(keep[:most-1], "... more, which the recording has")
	}
	return strings.Join(keep, "\n") + "\n"
}

// mostOutput bounds what a failure shows of the test's output.
const mostOutput = 24

// foldFrames leaves out the frames of a stack dump in which a function calls itself again and again.
func foldFrames(lines []string) []string {
	var keep []string
	for i := 0; i < len(lines); {
		n := 1 // frames alike from here on
		for frameAt(lines, i) && i+2*n < len(lines) && frameAt(lines, i+2*n) && lines[i+2*n] == lines[i] && lines[i+2*n+1] == lines[i+1] {
			n++
		}
		if n < 3 {
			keep = append(keep, lines[i])
			i++
			continue
		}
		keep = append(keep, lines[i], lines[i+1], fmt.Sprintf("... %d more frames like this one", n-1))
		i += 2 * n
	}
	return keep
}

// frameAt reports whether two lines are a frame of a stack dump: a function and its place.
func frameAt(lines []string, i int) bool {
	return i+1 < len(lines) && !strings.HasPrefix(lines[i], "\t") && strings.HasPrefix(lines[i+1], "\t")
}

// longestLine is how many bytes are shown of a line that was printed: a program may print its progress
// on one.
const longestLine = 400

func shortLine(l string) string {
	if len(l) <= longestLine {
		return l
	}
	shown := strings.ToValidUTF8(l[:longestLine], "")
	return fmt.Sprintf("%s… %d more bytes, which the recording has", shown, len(l)-len(shown))
}

// withoutEmptyStacks leaves out goroutines of a stack dump of which no frame is left.
func withoutEmptyStacks(lines []string) []string {
	var keep []string
	for i := 0; i < len(lines); i++ {
		if !goroutineHead.MatchString(lines[i]) || i+1 < len(lines) && lines[i+1] != "" {
			keep = append(keep, lines[i])
			continue
		}
		if i++; i < len(lines) && len(keep) > 0 && keep[len(keep)-1] == "" {
			keep = keep[:len(keep)-1]
		}
		if i < len(lines) {
			keep = append(keep, "")
		}
	}
	return keep
}

// goroutineHead is the first line of a goroutine in a stack dump.
var goroutineHead = regexp.MustCompile(`^goroutine \d+ .*\[.*\]:$`)

// folded reports whether a line of a stack dump names a frame of ours or of the
// runtime.
func folded(line string) bool {
	for _, p := range []string{"runtime.", "testing.(*chaosRunner)", "testing.chaos", "created by testing.", "testing.tRunner", "testing.runTests", "panic({", "created by runtime."} {
		if strings.HasPrefix(line, p) {
			return true
		}
	}
	return false
}

// ofTestMain reports whether two lines of a stack dump are the main of a test binary, which in that of a
// program is called like the program's own.
func ofTestMain(line, next string) bool {
	return strings.HasPrefix(line, "main.main(") && strings.HasPrefix(next, "\t_testmain.go:")
}

// stackFrame is a line of a stack dump that names a function: package and name.
var stackFrame = regexp.MustCompile(`^(?:created by )?([a-z][\w./-]*)\.[\w(*].*$`)

// ofStandardLibrary reports whether two lines of a stack dump are a frame of the standard library.
func ofStandardLibrary(line, next string) bool {
	m := stackFrame.FindStringSubmatch(line)
	return m != nil && strings.HasPrefix(next, "\t") && strings.Contains(next, "/src/"+m[1]+"/")
}
