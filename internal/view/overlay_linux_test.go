package view

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// TestRoots: all folders are covered, outer ones first, and what is mounted below one is a hole
// in it.
func TestRoots(t *testing.T) {
	top := resolved(t.TempDir())
	in := func(names ...string) (paths []string) {
		for _, n := range names {
			paths = append(paths, filepath.Join(top, n))
		}
		return paths
	}
	for _, d := range in("tmp/work/mod", "home/mod") {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name, cover, own string
		mounts, dirs     []string
		want             []root
	}{
		{name: "beside", dirs: in("tmp", "home/mod"), want: []root{{path: top + "/tmp"}, {path: top + "/home/mod"}}},
		{name: "below", dirs: in("tmp/work/mod", "tmp"), want: []root{{path: top + "/tmp"}}},
		{name: "own", own: top + "/tmp/work/mod", dirs: in("tmp/work/mod", "tmp"),
			want: []root{{path: top + "/tmp"}, {path: top + "/tmp/work/mod"}}},
		{name: "mounted below", mounts: in("tmp/work"), dirs: in("tmp/work/mod", "tmp"),
			want: []root{{path: top + "/tmp", holes: []string{"work"}}, {path: top + "/tmp/work/mod"}}},
		{name: "coverage", cover: top + "/tmp/work", dirs: in("tmp"), want: []root{{path: top + "/tmp", holes: []string{"work"}}}},
		{name: "missing", dirs: in("none", "tmp"), want: []root{{path: top + "/tmp"}}},
		{name: "all", dirs: []string{"/", top + "/tmp"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := roots(c.mounts, c.cover, c.own, c.dirs...); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
