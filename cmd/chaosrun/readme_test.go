package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// bank is the test whose failure README.md shows.
const bank = `package bank

import (
	"sync"
	"testing"
)

type account struct {
	mu      sync.Mutex
	balance int
}

func transfer(from, to *account, n int) {
	from.mu.Lock()
	defer from.mu.Unlock()
	to.mu.Lock()
	defer to.mu.Unlock()
	from.balance -= n
	to.balance += n
}

func TestTransfer(t *testing.T) {
	var a, b account
	var wg sync.WaitGroup
	wg.Go(func() { transfer(&a, &b, 1) })
	wg.Go(func() { transfer(&b, &a, 1) })
	wg.Wait()
}
`

// TestReadmeShowsWhatIsPrinted: the failure in README.md is what the command prints, but for times and the
// recording's name.
func TestReadmeShowsWhatIsPrinted(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module bank\n\ngo 1.25\n", "bank_test.go": bank} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := chaosrun(dir, "test")
	out, err := cmd.Output()
	if exit, ok := err.(*exec.ExitError); !ok || exit.ExitCode() != 1 {
		t.Fatalf("chaosrun test: %v\n%s", err, out)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	varies := regexp.MustCompile(`\(\d+\.\d+s|-[0-9a-f]{8}\.chaos`)
	same := func(text []byte) string { return varies.ReplaceAllString(string(text), "") }
	printed, _, _ := strings.Cut(same(out), "FAIL\tbank")
	if !strings.Contains(same(readme), printed) {
		t.Errorf("README.md does not show this:\n%s", out)
	}
}

// TestReadmeFirstCommand: the command that README.md has first finds what is shown below it.
func TestReadmeFirstCommand(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(readme), "```\n")
	const goRun = "go run ./cmd/chaosrun "
	if len(blocks) < 4 || !strings.HasPrefix(blocks[1], goRun) {
		t.Fatalf("the first command is %q, want one that begins with %s", blocks[1], goRun)
	}
	args := append(strings.Fields(strings.TrimPrefix(blocks[1], goRun)), "-artifacts", t.TempDir())
	out, err := chaosrun("../..", args...).Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	varies := regexp.MustCompile(`\(\d+\.\d+s\)|replay \S*/|-[0-9a-f]{8}\.chaos|\t\d+\.\d+s`)
	printed := varies.ReplaceAllString(string(out), "")
	if want := varies.ReplaceAllString(blocks[3], ""); !strings.HasPrefix(printed, want) {
		t.Errorf("README.md shows\n%s\nbelow its first command, which prints\n%s", blocks[3], out)
	}
}
