package runner

import (
	"fmt"
	"os"
	"path"
	"regexp"
	"strings"

	"github.com/chaosrun/chaosrun/internal/toolchain"
)

// A program is explored like a test that is called main. It runs where the user is, and each of its
// runs has a process of its own: what a package variable holds when main begins is part of what a
// program is, and nobody writes a main that can be called twice.

// asProgram settles what is different for the program of that name.
func (r *Runner) asProgram(name string) (err error) {
	r.Program, r.Isolate, r.Asks = name, true, false
	r.Dir, err = os.Getwd()
	return err
}

// programDir is where the program runs, as a recording has it, or "" for tests.
func (r *Runner) programDir() string {
	if r.Program == "" {
		return ""
	}
	return toolchain.FromRoot(r.Root, r.Dir)
}

// goexitMessage says how a program ended of whose goroutines so many are left, and main is not.
func goexitMessage(left int) string {
	switch left {
	case 0:
		return "main called runtime.Goexit, and no goroutine is left that could end the program"
	case 1:
		return "main called runtime.Goexit, and the only other goroutine is blocked"
	}
	return fmt.Sprintf("main called runtime.Goexit, and all %d other goroutines are blocked", left)
}

// symbols is the path of the package as the linker has it in names of functions.
func (r *Runner) symbols() string {
	if len(r.Files) > 0 {
		return "command-line-arguments"
	}
	dir, base := path.Split(r.Package)
	return dir + strings.ReplaceAll(base, ".", "%2e")
}

// inProgram is the name of a function in the program, in which package main is main, whatever the
// folder is called that it was built from.
func (r *Runner) inProgram(function string) string {
	if r.Program == "" {
		return function
	}
	for _, pkg := range []string{r.Package, r.symbols()} {
		if rest, ok := strings.CutPrefix(function, pkg+"."); ok {
			return "main." + rest
		}
	}
	return function
}

// stackFunction is a line of a stack, or of a race, that names a function.
var stackFunction = regexp.MustCompile(`(?m)^((?:created by )?\s*)([\w./%~-]+\.[\w(*].*)$`)

// programOutput is what a process has printed, with the functions in stacks as they are called in the
// program.
func (r *Runner) programOutput(out string) string {
	if r.Program == "" {
		return out
	}
	return stackFunction.ReplaceAllStringFunc(out, func(line string) string {
		m := stackFunction.FindStringSubmatch(line)
		return m[1] + r.inProgram(m[2])
	})
}
