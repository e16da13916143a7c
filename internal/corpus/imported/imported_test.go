package imported

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/internal/corpus"
)

// Programs that end the process in TestMain or in an init function are no bodies; what hangs takes
// the whole patience of go test, and the big ones are made once, under the command.
var leftOut = map[string]bool{"hangs": true, "bigs": true, "leakmains": true, "procs": true}

// notWrapped looks at the names of functions on its own stack.
const notWrapped = "TestStacks"

// TestCorrect: the correct programs pass. TestBuggy: each wrong one fails as it says, which is a
// pass too, and the test says so.
func TestCorrect(t *testing.T) {
	explore(t, "correct", "sched.Schedules(30), sched.Duration(2*time.Second)")
}

func TestBuggy(t *testing.T) {
	explore(t, "buggy", "sched.Schedules(20_000), sched.MaxSteps(200_000), sched.Shrink(time.Millisecond)")
}

func explore(t *testing.T, module, options string) {
	for _, race := range []bool{false, true} {
		if race && module == "correct" {
			continue // the command has looked at these with -race
		}
		t.Run(fmt.Sprintf("race=%v", race), func(t *testing.T) {
			corpus.NeedsTime(t, 5*time.Minute)
			dir := t.TempDir()
			bodies := rewrite(t, filepath.Join("..", "testdata", module), dir, options)
			args := []string{"test", "-v", "-p", "2", "-timeout", "20m"}
			if race {
				args = append(args, "-race")
			}
			pkgs := packages(t, dir, race)
			want := 0
			for _, p := range pkgs {
				want += bodies[filepath.Base(p)]
			}
			cmd := exec.Command("go", append(args, pkgs...)...)
			cmd.Dir = dir
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Errorf("%v\n%s", err, strings.Join(failing.FindAllString(string(out), 100), "\n"))
			}
			if got := strings.Count(string(out), ": explored: "); got < want {
				t.Errorf("%d of %d tests were explored", got, want)
			}
		})
	}
}

// failing are the lines of go test -v that say what fails.
var failing = regexp.MustCompile(`(?m)^(--- FAIL|FAIL|    \w+_test.go:|    Test\w+: note).*$`)

// packages are those of the module that can be looked at: races only with the detector, and
// other bugs without it, which might find a race first.
func packages(t *testing.T, dir string, race bool) (pkgs []string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	buggy := false
	for _, e := range entries {
		buggy = buggy || e.Name() == "races"
	}
	for _, e := range entries {
		if e.IsDir() && !leftOut[e.Name()] && (!buggy || race == (e.Name() == "races")) {
			pkgs = append(pkgs, "./"+e.Name())
		}
	}
	return pkgs
}

// rewrite copies a module and puts the bodies of its tests into calls of sched.Test. It returns how
// many each folder has.
func rewrite(t *testing.T, from, to, options string) map[string]int {
	t.Helper()
	n := make(map[string]int)
	err := fs.WalkDir(os.DirFS(from), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if strings.HasPrefix(d.Name(), ".chaosrun") {
				return fs.SkipDir
			}
			return os.MkdirAll(filepath.Join(to, name), 0o755)
		}
		src, err := os.ReadFile(filepath.Join(from, name))
		if err == nil && strings.HasSuffix(name, "_test.go") {
			var bodies int
			src, bodies, err = wrap(src, options)
			n[filepath.Base(filepath.Dir(name))] += bodies
		}
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, name), src, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	repo, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"mod", "edit", "-require=github.com/chaosrun/chaosrun@v0.0.0", "-replace=github.com/chaosrun/chaosrun=" + repo},
		{"mod", "tidy"},
	} {
		cmd := exec.Command("go", args...)
		cmd.Dir = to
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("go %v: %v\n%s", args, err, out)
		}
	}
	return n
}

// wrap puts the bodies of the tests of a file into calls of sched.Test.
func wrap(src []byte, options string) ([]byte, int, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, parser.ParseComments)
	if err != nil {
		return nil, 0, err
	}
	type insertion struct {
		at   int
		text string
	}
	var in []insertion
	at := func(p token.Pos) int { return fset.Position(p).Offset }
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Recv != nil || !strings.HasPrefix(fn.Name.Name, "Test") || fn.Name.Name == "TestMain" || fn.Name.Name == notWrapped {
			continue
		}
		t := fn.Type.Params.List[0].Names[0].Name
		if t == "_" {
			continue // there is nothing to pass on
		}
		in = append(in,
			insertion{at(fn.Body.Lbrace) + 1, " chaosrunsched.Test(" + t + ", func(" + t + " *chaosruntesting.T) {"},
			insertion{at(fn.Body.Rbrace), "}, " + strings.NewReplacer("sched.", "chaosrunsched.", "time.", "chaosruntime.").Replace(options) + ")\n"})
	}
	n := len(in) / 2
	if n == 0 {
		return src, 0, nil
	}
	in = append(in, insertion{at(f.Name.End()), `; import chaosrunsched "github.com/chaosrun/chaosrun/sched"; import chaosruntesting "testing"; import chaosruntime "time"`}, insertion{len(src), "\nvar _ chaosruntime.Duration\n"})
	slices.SortStableFunc(in, func(a, b insertion) int { return cmp.Compare(b.at, a.at) })
	for _, i := range in {
		src = slices.Concat(src[:i.at], []byte(i.text), src[i.at:])
	}
	return src, n, nil
}
