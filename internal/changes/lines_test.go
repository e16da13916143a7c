package changes

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestLines(t *testing.T) {
	dir := t.TempDir()
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
	}
	run("init", "-q")
	write("a.go", "1\n2\n3\n4\n5\n6\n7\n8\n")
	write("grüße \"x\".go", "1\n")
	write("same.go", "1\n")
	run("add", ".")
	run("commit", "-q", "-m", "begin")
	write("a.go", "1\nzwei\nnew\n3\n4\n+++ b/same.go\n7\n8\n@@ -1 +1 @@\n") // 2 changed, a line added, 5 changed, 6 gone, one more at the end
	write("grüße \"x\".go", "1\n2\n")
	write("new.go", "1\n")
	lines, err := Of(context.Background(), dir, "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		file        string
		first, last int
		want        bool
	}{
		{"a.go", 1, 1, false},
		{"a.go", 2, 2, true},
		{"a.go", 3, 3, true},
		{"a.go", 4, 5, false},
		{"a.go", 4, 6, true},
		{"a.go", 8, 8, false},
		{"a.go", 9, 12, true},
		{"grüße \"x\".go", 1, 1, false},
		{"grüße \"x\".go", 2, 2, true},
		{"same.go", 1, 9, false},
		{"new.go", 1, 1, true},
		{"none.go", 1, 1, false},
	} {
		if got := lines.Touch(filepath.Join(dir, c.file), c.first, c.last); got != c.want {
			t.Errorf("%s:%d-%d touched: %t; all: %v", c.file, c.first, c.last, got, lines)
		}
	}
	if _, err := Of(context.Background(), dir, "nothing"); err == nil {
		t.Error("a commit that is not there")
	}
}

func TestLinesWhereOthersAreGone(t *testing.T) {
	lines := parseDiff("--- a/a.go\n+++ b/a.go\n@@ -5,2 +4,0 @@ func f() {\n-x\n-y\n")
	if !lines.Touch("a.go", 4, 4) || !lines.Touch("a.go", 5, 5) || lines.Touch("a.go", 6, 6) || lines.Touch("a.go", 3, 3) {
		t.Error(lines)
	}
}
