package cilog

import (
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// dump is a dump of goroutines that is being read.
type dump struct {
	of   *stream
	all  []Goroutine
	cur  *Goroutine // whose frames the lines are; nil: none is
	fn   string     // the function whose place the next line is
	made bool       // it is the one that has started the goroutine
}

var (
	// goroutineHead begins a goroutine, as the runtime has it, with its labels, or as goleak does.
	goroutineHead = regexp.MustCompile(`^\s*\[?[gG]oroutine (\d+)(?: in state ([^,]+),.* on top of the stack:| [^\[]*\[([^\]]+)\](?: \{.*\})?:)$`)
	// frameFunc has no space or colon before the arguments: what is logged after a stack has.
	frameFunc = regexp.MustCompile(`^\s*(?:panic|[\w./%~·-]+\.[^\s:]+)\(.*\)$`)
	createdBy = regexp.MustCompile(`^\s*created by (\S+?)(?: in goroutine (\d+))?$`)
	frameFile = regexp.MustCompile(`^\s+(\S.*):(\d+)(?: \+0x[0-9a-f]+)?(?: fp=\S+ sp=\S+ pc=\S+)?$`)
	ancestor  = regexp.MustCompile(`^\s*(?:\[originating from goroutine \d+\]:|\.\.\.\d* ?(?:additional )?frames elided\.\.\.|goroutine running on other thread; stack unavailable)`)
)

// line takes in a line, and reports whether it belongs to the dump.
func (d *dump) line(l string) bool {
	if m := goroutineHead.FindStringSubmatch(l); m != nil {
		id, err := strconv.Atoi(m[1])
		if err != nil {
			return false
		}
		if d.cur != nil && len(d.cur.Stack) == 0 && d.cur.ID == id {
			d.all = d.all[:len(d.all)-1] // goleak says it twice
		}
		d.fn, d.cur = "", nil
		if len(d.all) < mostGoroutines && d.of.room(len(l)) {
			d.all = append(d.all, Goroutine{ID: id, Reason: reason(m[2] + m[3])})
			d.cur = &d.all[len(d.all)-1]
		}
		return true
	}
	switch strings.TrimSpace(l) {
	case "":
		d.fn = ""
		return len(d.all) > 0
	case "]", "]]":
		return true // goleak's end
	}
	if d.fn != "" {
		fn := d.fn
		d.fn = ""
		if m := frameFile.FindStringSubmatch(l); m != nil {
			if line, err := strconv.Atoi(m[2]); err == nil {
				d.add(trace.Frame{Func: fn, File: shorten(m[1]), Line: line})
			}
			return true
		}
	}
	if m := createdBy.FindStringSubmatch(l); m != nil {
		d.fn, d.made = m[1], true
		if id, err := strconv.Atoi(m[2]); err == nil && d.cur != nil {
			d.cur.Parent = id
		}
		return true
	}
	if i := strings.LastIndexByte(l, '('); i > 0 && frameFunc.MatchString(l) {
		d.fn, d.made = strings.TrimSpace(l[:i]), false
		return true
	}
	return ancestor.MatchString(l)
}

func (d *dump) add(f trace.Frame) {
	switch {
	case d.cur == nil || !d.of.room(len(f.Func)+len(f.File)):
	case d.made:
		d.cur.Created = f
	case len(d.cur.Stack) < mostFrames:
		d.cur.Stack = append(d.cur.Stack, f)
	}
}

// reason is what a goroutine waits for, without for how long and the like.
func reason(s string) string {
	s, _, _ = strings.Cut(s, ", ")
	s, _, _ = strings.Cut(s, " (durable)")
	s, _, _ = strings.Cut(s, " (leaked)")
	return s
}

// standard is the folder of a file of the standard library, wherever it was.
var standard = regexp.MustCompile(`^(?:.*/src/)?((?:[a-z][a-z0-9]*)(?:/[a-z0-9]+)*/[a-z0-9_]+\.(?:go|s))$`)

// shorten makes the name of a file what it is in recordings, as far as a log says: below $GOROOT, or
// below the module cache, or as it is.
func shorten(file string) string {
	if file == "_testmain.go" {
		return file
	}
	if i := strings.Index(file, "/pkg/mod/"); i >= 0 {
		rest := file[i+len("/pkg/mod/"):]
		if tc, ok := strings.CutPrefix(rest, "golang.org/toolchain@"); ok {
			if _, std, ok := strings.Cut(tc, "/src/"); ok {
				return "$GOROOT/" + std
			}
		}
		return rest
	}
	if strings.HasPrefix(file, "/") && !strings.Contains(file, "/src/") {
		return file
	}
	if m := standard.FindStringSubmatch(file); m != nil && stdTop[strings.SplitN(m[1], "/", 2)[0]] && (!strings.HasPrefix(file, "/") || goRoot.MatchString(file)) {
		return "$GOROOT/" + m[1]
	}
	return file
}

// goRoot is how the folder of Go's own source begins on the machines of CI systems.
var goRoot = regexp.MustCompile(`(?i)(?:/go|/go[\d.]+|/x64|/arm64|/sdk/[^/]+|/toolchain[^/]*|/libexec|/golang)/src/`)

// stdTop are the first folders of the standard library.
var stdTop = func() map[string]bool {
	tops := make(map[string]bool)
	for _, d := range strings.Fields("archive bufio builtin bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak") {
		tops[d] = true
	}
	return tops
}()

const (
	ownPackage = `^((?:[^()]*/)?[^()/.]+?)(?:_test)?\.`
	testName   = `(Test[^a-z.]\w*|Test)`
	inClosure  = `(?:[.-](?:func|gowrap|deferwrap|range)?\d.*)?$`
)

var (
	// testFunc is a function of a test: its package, and the test. A method is none.
	testFunc = regexp.MustCompile(ownPackage + testName + inClosure)
	// inlinedIn is what a closure of a function is named that was inlined in a test, and so is a method
	// of a type whose name is like a test's.
	inlinedIn = regexp.MustCompile(ownPackage + testName + `\.\w`)
	// suiteMethod is a method that testify runs as a subtest.
	suiteMethod = regexp.MustCompile(ownPackage + `(?:\(\*\w+(?:\[\.\.\.\])?\)|\w+)\.` + testName + inClosure)
)

// testOf says of which test function and package a stack is, if it says so.
func testOf(stack []trace.Frame, created trace.Frame) (pkg, test string) {
	return inTest(testFunc, stack, created)
}

// testOf says of which test and package a stack is. Of a suite's method it is the subtest of that
// name that failed or did not end, if there is one.
func (s *stream) testOf(stack []trace.Frame, created trace.Frame) (pkg, test string) {
	if pkg, test = testOf(stack, created); test != "" {
		return pkg, test
	}
	if pkg, test = inTest(inlinedIn, stack, created); s.tests[test] != nil {
		return pkg, test
	}
	test = ""
	pkg, method := inTest(suiteMethod, stack, created)
	if method == "" {
		return "", ""
	}
	for _, n := range s.order {
		if t := s.tests[n]; !strings.HasSuffix(n, "/"+method) || !t.failed && (t.ended || !t.begun) {
			continue
		}
		if test != "" {
			return pkg, "" // two suites have it
		}
		test = n
	}
	return pkg, test
}

// inTest is what the outermost function of a stack that is one in a test's file is named.
func inTest(name *regexp.Regexp, stack []trace.Frame, created trace.Frame) (pkg, test string) {
	for i := len(stack); i >= 0; i-- {
		f := created
		if i < len(stack) {
			f = stack[i]
		}
		if m := name.FindStringSubmatch(f.Func); m != nil && strings.HasSuffix(path.Base(f.File), "_test.go") {
			return strings.ReplaceAll(m[1], "%2e", "."), m[2]
		}
	}
	return "", ""
}
