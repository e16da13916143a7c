package hunt

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/chaosrun/chaosrun/internal/changes"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// source tells whether a place in a log is a place in the source as it is now: lines may have moved
// since, within a function and with it.
type source struct {
	ctx    context.Context
	module string // the folder of the module
	commit string // of the log; "": it is not known
	files  map[string]*sourceFile
}

func newSource(ctx context.Context, module, commit string) *source {
	return &source{ctx: ctx, module: module, commit: commit, files: make(map[string]*sourceFile)}
}

// sourceFile is a file that could be read and parsed.
type sourceFile struct {
	lines []string
	funcs []span
}

// span is the lines of a function that is declared.
type span struct {
	name       string
	begin, end int
}

// likeness is how sure it is that two places are one.
type likeness int

const (
	otherPlace likeness = iota
	otherLine           // of the same function, and whether it has moved nobody knows
	samePlace
)

// compare compares a place of the log with one of a run. Of an unknown line in the log it knows
// the function only.
func (s *source) compare(log, run trace.Frame) likeness {
	if trace.FuncName(log) != trace.FuncName(run) || path.Base(log.File) != path.Base(run.File) {
		return otherPlace
	}
	if s.commit != "" {
		if same, known := s.moved(log, run); known {
			if same {
				return samePlace
			}
			return otherPlace
		}
	}
	if log.Line == run.Line {
		return samePlace
	}
	now := s.now(run.File)
	if now == nil {
		return otherLine
	}
	in := now.in(run.Line)
	if in == nil || in != now.in(log.Line) {
		return samePlace // what was at the log's line is elsewhere now, and the function is this one
	}
	return otherLine
}

// mayWait reports whether a goroutine may wait at a line of a file as it is now, for all that is
// known.
func (s *source) mayWait(file string, line int) bool {
	now := s.now(file)
	return now == nil || line < 1 || line > len(now.lines) || waits.MatchString(now.lines[line-1])
}

// mayReport reports whether a test may report a failure at a line of a file as it is now, for all
// that is known: it calls something there.
func (s *source) mayReport(file string, line int) bool {
	now := s.now(file)
	if now == nil {
		return true
	}
	text, _ := now.text(line)
	return calls.MatchString(text) && !strings.HasPrefix(text, "//") && !strings.HasPrefix(text, "func ")
}

// logs reports whether a line of a file as it is now only logs what it is given.
func (s *source) logs(file string, line int) bool {
	now := s.now(file)
	if now == nil {
		return false
	}
	text, _ := now.text(line)
	return logsOnly.MatchString(text)
}

var logsOnly = regexp.MustCompile(`\.Logf?\(`)

var calls = regexp.MustCompile(`\w\(`)

// waits is what a line has at which a goroutine may wait: a channel operation, or a call.
var waits = regexp.MustCompile(`<-|\bselect\b|\brange\b|\w\(`)

// moved compares the text of two lines, the log's as it was in the log's commit, and how often
// the same text comes before it in the function.
func (s *source) moved(log, run trace.Frame) (same, known bool) {
	now, then := s.now(run.File), s.then(run.File)
	if now == nil || then == nil {
		return false, false
	}
	before, i := then.text(log.Line)
	after, k := now.text(run.Line)
	return before == after && i == k, before != "" && after != ""
}

// text is a line without white space around it, and how many lines above it in its function are
// the same.
func (f *sourceFile) text(line int) (text string, above int) {
	if line < 1 || line > len(f.lines) {
		return "", 0
	}
	text = strings.TrimSpace(f.lines[line-1])
	if in := f.in(line); in != nil {
		for _, l := range f.lines[in.begin-1 : line-1] {
			if strings.TrimSpace(l) == text {
				above++
			}
		}
	}
	return text, above
}

// in is the function that a line is in, or nil.
func (f *sourceFile) in(line int) *span {
	for i := range f.funcs {
		if s := &f.funcs[i]; s.begin <= line && line <= s.end {
			return s
		}
	}
	return nil
}

// now is a file of the module as it is, or nil.
func (s *source) now(file string) *sourceFile {
	return s.cached("now "+file, func() []byte {
		if !filepath.IsLocal(filepath.FromSlash(file)) {
			return nil // of another module
		}
		text, err := os.ReadFile(filepath.Join(s.module, filepath.FromSlash(file)))
		if err != nil {
			return nil // the answer is then that nobody knows
		}
		return text
	})
}

// then is a file of the module as it was in the log's commit, or nil.
func (s *source) then(file string) *sourceFile {
	return s.cached("then "+file, func() []byte {
		if !filepath.IsLocal(filepath.FromSlash(file)) {
			return nil
		}
		cmd := exec.CommandContext(s.ctx, "git", "cat-file", "blob", s.commit+":./"+file)
		cmd.Dir = s.module
		text, err := cmd.Output()
		if err != nil {
			return nil
		}
		return text
	})
}

func (s *source) cached(key string, read func() []byte) *sourceFile {
	f, known := s.files[key]
	if !known {
		f = parseSource(read())
		s.files[key] = f
	}
	return f
}

// parseSource finds the functions of a file, or returns nil.
func parseSource(text []byte) *sourceFile {
	if text == nil {
		return nil
	}
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, "", text, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	f := new(sourceFile)
	for l := range bytes.SplitSeq(text, []byte("\n")) {
		f.lines = append(f.lines, string(l))
	}
	for _, d := range tree.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			f.funcs = append(f.funcs, span{fn.Name.Name, fset.Position(fn.Pos()).Line, fset.Position(fn.End()).Line})
		}
	}
	return f
}

// CheckCommit says whether git knows a commit in a folder.
func CheckCommit(ctx context.Context, dir, commit string) error {
	if _, err := changes.Commit(ctx, dir, commit); err != nil {
		return fmt.Errorf("git does not know the commit %s here", commit)
	}
	return nil
}
