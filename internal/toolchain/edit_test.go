package toolchain

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// goVersions are the releases that the edits are tested on: one of each minor
// version that chaosrun supports. The go command fetches the ones it lacks.
var goVersions = []string{"go1.25.5", "go1.26.8", "go1.27.0"}

func TestEditsFitEveryVersion(t *testing.T) {
	for _, v := range goVersions {
		t.Run(v, func(t *testing.T) {
			t.Setenv("XDG_CACHE_HOME", t.TempDir())
			tc, err := Find(context.Background(), Config{Version: v})
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range append(append([]edit(nil), runtimeEdits...), stdEdits...) {
				if !e.fits(tc.minor) {
					continue
				}
				src, err := os.ReadFile(filepath.Join(tc.Env.GOROOT, "src", e.file))
				if err != nil {
					t.Fatal(err)
				}
				out, err := edited(e.file, src, []edit{e})
				if err != nil {
					t.Error(err)
					continue
				}
				if got, want := strings.Count(string(out), "\n"), strings.Count(string(src), "\n"); got != want {
					t.Errorf("edit %q changes the number of lines from %d to %d", e.name, want, got)
				}
			}
		})
	}
}

func TestEditReportsWhatDoesNotFit(t *testing.T) {
	const src = "package p\n\nfunc f() {\n\tg()\n\tg()\n}\n\ntype t struct{ x int }\n"
	for _, tc := range []struct {
		name string
		e    edit
		want string
	}{
		{"missing function", edit{name: "e", in: "nope", op: enter, new: "x()"}, `edit "e" does not fit: p.go has no nope`},
		{"missing anchor", edit{name: "e", in: "f", op: before, old: "h()", new: "x()"}, `has its anchor "h()" 0 times`},
		{"anchor twice", edit{name: "e", in: "f", op: before, old: "g()", new: "x()"}, `has its anchor "g()" 2 times`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := edited("p.go", []byte(src), []edit{tc.e})
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %s", err, tc.want)
			}
		})
	}
}

func TestEditOperations(t *testing.T) {
	const src = "package p\n\nfunc (r *T[K]) f() {\n\tg()\n\tg()\n}\n\ntype T[K any] struct{ x int }\n"
	out, err := edited("p.go", []byte(src), []edit{
		{name: "1", in: "T.f", op: enter, new: "a()"},
		{name: "2", in: "T.f", op: after, old: "g()", new: "b()", all: true},
		{name: "3", in: "T", op: replace, old: "x int", new: "y int"},
	})
	if err != nil {
		t.Fatal(err)
	}
	const want = "package p\n\nfunc (r *T[K]) f() { a();\n\tg(); b()\n\tg(); b()\n}\n\ntype T[K any] struct{ y int }\n"
	if string(out) != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
}

func TestUnknownVersion(t *testing.T) {
	_, err := Find(context.Background(), Config{Version: "go1.24.1"})
	if err == nil || !strings.Contains(err.Error(), "Go 1.25 to 1.27") {
		t.Errorf("got %v, want a sentence that names the supported versions", err)
	}
}

func TestBuildErrorIsTheCompilers(t *testing.T) {
	err := error(&BuildError{"p", "x.go:1:1: bad\n"})
	var be *BuildError
	if !errors.As(err, &be) || err.Error() != "p does not build:\nx.go:1:1: bad" {
		t.Errorf("got %q", err)
	}
}
