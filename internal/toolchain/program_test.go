package toolchain

import (
	"slices"
	"testing"
)

func TestProgramNames(t *testing.T) {
	for _, c := range []struct {
		p    Package
		want string
	}{
		{Package{ImportPath: "example.com/app", program: true}, "app"},
		{Package{ImportPath: "example.com/app/v2", program: true}, "app"},
		{Package{ImportPath: "v2", program: true}, "v2"},
		{Package{ImportPath: "command-line-arguments", Files: []string{"dir/two.go", "dir/one.go"}, program: true}, "two"},
		{Package{ImportPath: "example.com/app"}, ""},
	} {
		if got := c.p.Program(); got != c.want {
			t.Errorf("the program of %s %v is %q, want %q", c.p.ImportPath, c.p.Files, got, c.want)
		}
	}
}

// TestFilesOfAProgram: for the go command the file that is added is in the folder of the others.
func TestFilesOfAProgram(t *testing.T) {
	for _, c := range []struct{ file, added string }{
		{"a.go", programFile}, {"./a.go", "./" + programFile}, {"d//a.go", "d//" + programFile}, {"/d/a.go", "/d/" + programFile},
	} {
		p := &Package{Files: []string{c.file}, program: true}
		if got := p.named(); !slices.Equal(got, []string{c.file, c.added}) {
			t.Errorf("with %s the go command is given %q, want %s too", c.file, got, c.added)
		}
		if p.program = false; !slices.Equal(p.named(), []string{c.file}) {
			t.Errorf("without a program the go command is given %q", p.named())
		}
	}
}

// TestNoProgram: what is refused, and that nothing is done to it.
func TestNoProgram(t *testing.T) {
	tc := &Toolchain{Env: GoEnv{GOMODCACHE: "/cache"}, testDeps: make(map[string][]string)}
	for _, p := range []*Package{{ImportPath: "m/lib", Name: "lib", Dir: "/m/lib"}, {ImportPath: "m/app", Name: "main", Dir: "/cache/m/app"}} {
		r := newRewritten()
		if err := tc.asProgram(p, r); err == nil || p.Program() != "" || len(r.files)+len(r.removed) > 0 {
			t.Errorf("%s in %s is taken for a program", p.ImportPath, p.Dir)
		}
	}
	r := newRewritten()
	p := &Package{ImportPath: "m/app", Name: "main", Dir: "/m/app", GoFiles: []string{"main.go"}, TestGoFiles: []string{"a_test.go"}, XTestGoFiles: []string{"b_test.go"}}
	if err := tc.asProgram(p, r); err != nil || !p.HasTests() || !slices.Equal(p.TestFiles(), []string{"main.go"}) {
		t.Errorf("a program: %v", err)
	}
	if !r.removed["/m/app/a_test.go"] || !r.removed["/m/app/b_test.go"] || len(r.files["/m/app/"+programFile]) == 0 {
		t.Errorf("the overlay removes %v and adds %d files", r.removed, len(r.files))
	}
}
