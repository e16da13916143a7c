package toolchain

import (
	"path/filepath"
	"reflect"
	"slices"
	"testing"
)

// TestGcflags: flags of ours come after those that the user gives for the package, in GOFLAGS or on
// the command line; the last that fits counts, as in the go command.
func TestGcflags(t *testing.T) {
	dir := t.TempDir()
	tc := &Toolchain{Config: Config{Dir: dir}, dirs: map[string]string{"m": dir, "m/sub": filepath.Join(dir, "sub"), "x": "/x"}}
	p := &Package{ImportPath: "m"}
	for _, c := range []struct {
		goflags    string
		users      []string
		m, sub, xx string
	}{
		{"", nil, "ours", "ours", "ours"},
		{"", []string{"-N -l"}, "-N -l ours", "ours", "ours"},
		{"", []string{"all=-N"}, "-N ours", "-N ours", "-N ours"},
		{"", []string{"all=-N", "m/sub=-l"}, "-N ours", "-l ours", "-N ours"},
		{"", []string{"m/...=-N"}, "-N ours", "-N ours", "ours"},
		{"", []string{"./...=-N"}, "-N ours", "-N ours", "ours"},
		{"", []string{"./sub=-N"}, "ours", "-N ours", "ours"},
		{"", []string{".=-N"}, "-N ours", "ours", "ours"},
		{"", []string{"all=-N", "all="}, "ours", "ours", "ours"},
		{"-gcflags=all=-N", []string{"m=-l"}, "-l ours", "-N ours", "-N ours"},
		{"'-gcflags=all=-N -l' --gcflags=x=-B", nil, "-N -l ours", "-N -l ours", "-B ours"},
	} {
		tc.Env.GOFLAGS, tc.Flags.Gcflags = c.goflags, c.users
		var want []string
		for _, v := range c.users {
			want = append(want, "-gcflags="+v)
		}
		want = append(want, "-gcflags=m="+c.m, "-gcflags=m/sub="+c.sub, "-gcflags=x="+c.xx)
		if got := tc.gcflags(p, map[string]string{"m": "ours", "m/sub": "ours", "x": "ours"}); !slices.Equal(got, want) {
			t.Errorf("%q %q: %q, want %q", c.goflags, c.users, got, want)
		}
	}
}

// TestFromRecording: what is recorded is read again, wherever the module is, and what may reach
// beyond it is not.
func TestFromRecording(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := writeFile(filepath.Join(dir, "go.mod"), []byte("module m\n")); err != nil {
		t.Fatal(err)
	}
	tc := &Toolchain{Config: Config{Dir: filepath.Join(dir, "sub"), Cover: "set", CoverPkg: "./...", Flags: Flags{
		Mod: "vendor", ModFile: filepath.Join(dir, "other.mod"), Overlay: filepath.Join(dir, "sub", "o.json"), Trimpath: true,
		Ldflags: []string{"-s -w -X m.a=b -X=m.c=d '-X=m.e=f g'", "all=-s"}, Gcflags: []string{"all=-N -l", "-d=checkptr=0"},
	}}}
	recorded := tc.Recorded(dir)
	c := Config{Dir: dir}
	if refused, err := c.FromRecording(recorded); err != nil || len(refused) > 0 || !reflect.DeepEqual(c, tc.Config) {
		t.Errorf("%q: %v, %v\n%+v, want\n%+v", recorded, refused, err, c, tc.Config)
	}
	for _, flag := range []string{
		"-ldflags=-extld=/bin/sh", "-ldflags=-X m.a=b -extldflags=x", "-ldflags=-s '-linkmode=external'", "-ldflags=-cpuprofile=x", "-ldflags=./...=-s", "-ldflags=x",
		"-gcflags=-cpuprofile=x", "-gcflags=all=-N -o=x", "-gcflags=-d=ssa/all/dump=f", "-gcflags=../...=-N", "-gcflags=/x=-N",
		"-overlay=../o.json", "-overlay=/o.json", "-modfile=/x.mod", "-mod=mod", "-C=..", "-C=/", "-toolexec=sh", "-trimpath=x", "trimpath", "",
	} {
		c := Config{Dir: dir}
		if refused, err := c.FromRecording([]string{flag}); err != nil || !slices.Equal(refused, []string{flag}) || !reflect.DeepEqual(c, Config{Dir: dir}) {
			t.Errorf("%s: refused %q, %v, taken %+v", flag, refused, err, c)
		}
	}
}

func TestDebuggable(t *testing.T) {
	f := Flags{Trimpath: true, Gcflags: []string{"-B", "x/...=", "all=-l"}, Ldflags: []string{"-s -w", "-X main.v=1 -s", "all=-w -X=main.v=-s"}}
	got := f.Debuggable()
	want := Flags{Gcflags: []string{"all=-N -l", "std=", "-N -l -B", "x/...=-N -l", "all=-N -l -l"}, Ldflags: []string{"", "-X main.v=1 ", "all=-X=main.v=-s"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if f.Ldflags[0] != "-s -w" {
		t.Error("it changes the flags that it is given")
	}
}

// TestLinkerFlags: the tables for debuggers are left out, unless somebody gives flags.
func TestLinkerFlags(t *testing.T) {
	for _, c := range []struct {
		flags   Flags
		goflags string
		want    []string
	}{
		{Flags{Trimpath: true}, "-mod=mod '-gcflags=all=-N -l'", []string{"-ldflags=-w"}},
		{Flags{Ldflags: []string{"-X m.a=b"}}, "", nil},
		{Flags{}.Debuggable(), "", nil},
		{Flags{}, "-mod=mod '--ldflags=-X m.a=b'", nil},
	} {
		tc := &Toolchain{Config: Config{Flags: c.flags}, Env: GoEnv{GOFLAGS: c.goflags}}
		if got := tc.linkerFlags(); !slices.Equal(got, c.want) {
			t.Errorf("%+v with GOFLAGS=%s: %q, want %q", c.flags, c.goflags, got, c.want)
		}
	}
}
