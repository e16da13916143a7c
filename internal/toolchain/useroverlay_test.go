package toolchain

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestSplitFlags(t *testing.T) {
	for text, want := range map[string][]string{
		"":                         nil,
		" -x  -tags=a,b ":          {"-x", "-tags=a,b"},
		`'-ldflags=-s -w' "-n" -v`: {"-ldflags=-s -w", "-n", "-v"},
		`"-overlay=a b`:            {"-overlay=a b"},
		`-overlay=a"b`:             {`-overlay=a"b`},
	} {
		if got := splitFlags(text); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestUserOverlay: the last overlay counts, names are from the folder of the go command, and what
// a change of a replacement or of the overlay itself changes are the files that it replaces.
func TestUserOverlay(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	in := func(name string) string { return filepath.Join(dir, name) }
	for name, text := range map[string]string{
		"o.json": `{"Replace": {"a.go": "a.txt", "` + in("b.go") + `": "/x/b.txt", "gone.go": ""}}`,
		"a.txt":  "", "broken.json": "{",
	} {
		if err := writeFile(in(name), []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	tc := &Toolchain{Config: Config{Dir: dir}}
	tc.Env.GOFLAGS = "-overlay=broken.json -n=false --overlay=o.json"
	if err := tc.lookAtFlags(); err != nil {
		t.Fatal(err)
	}
	u := &tc.user
	for name, want := range map[string]string{"a.go": in("a.txt"), "b.go": "/x/b.txt", "gone.go": in("gone.go"), "c.go": in("c.go")} {
		if got := u.at(in(name)); got != want {
			t.Errorf("%s is in %s, want %s", name, got, want)
		}
	}
	all := []string{in("a.go"), in("b.go"), in("gone.go")}
	for name, want := range map[string][]string{"a.txt": all[:1], "o.json": all, "c.go": nil} {
		if got := u.changed([]string{in(name)}); !slices.Equal(got[1:], want) {
			t.Errorf("%s changes %q, want %q", name, got[1:], want)
		}
	}
	for flags, want := range map[string]string{
		"-n": "GOFLAGS has -n,", "--n=true": "GOFLAGS has --n=true,",
		"-overlay=none": "cannot read the overlay", "-overlay=broken.json": "not what the go command wants",
	} {
		tc.Env.GOFLAGS = flags
		if err := tc.lookAtFlags(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", flags, err)
		}
	}
}
