package main

import (
	"context"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"chaosrun": func() {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
			code := run(ctx, os.Args[1:])
			stop()
			os.Exit(code)
		},
	})
}

// TestScripts runs the command as a user types it. The scripts share the machine's
// caches: what they build of the standard library is built once.
func TestScripts(t *testing.T) { testscript.Run(t, scriptParams(t)) }

// scriptParams say where the scripts are and what they can do.
func scriptParams(t *testing.T) testscript.Params {
	t.Helper()
	env := goEnv(t, "GOCACHE", "GOMODCACHE", "GOPROXY", "GOFLAGS", "GOSUMDB")
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Vars = append(e.Vars, env...)
			e.Vars = append(e.Vars, "XDG_CACHE_HOME="+cache, "REPO="+repo)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status":    status,
			"module":    module,
			"interrupt": interrupt,
			"gotests":   gotests,
		},
		Condition: func(cond string) (bool, error) {
			if cond == "dlv" {
				_, err := findDelve()
				return err == nil, nil
			}
			return cond == "root" && os.Getuid() == 0, nil
		},
	}
}

func goEnv(t *testing.T, names ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	vals := strings.Split(string(out), "\n")
	env := make([]string, len(names))
	for i, n := range names {
		env[i] = n + "=" + vals[i]
	}
	return env
}

// module NAME starts a module that uses this repository's packages.
func module(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: module NAME")
	}
	const path = "github.com/chaosrun/chaosrun"
	mod := "module " + args[0] + "\n\ngo 1.25\n\nrequire " + path + " v0.0.0\n"
	var sums []byte
	for _, dir := range []string{"", "/fakeclock/clockworkclock", "/fakeclock/quartzclock", "/proptest", "/proptest/rapidtape", "/sched/goleakopt"} {
		mod += "\nreplace " + path + dir + " => " + ts.Getenv("REPO") + dir + "\n"
		if dir == "" {
			continue // it requires nothing
		}
		more, err := os.ReadFile(filepath.Join(ts.Getenv("REPO"), dir, "go.sum"))
		ts.Check(err)
		sums = append(sums, more...)
	}
	ts.Check(os.WriteFile(ts.MkAbs("go.mod"), []byte(mod), 0o644))
	ts.Check(os.WriteFile(ts.MkAbs("go.sum"), sums, 0o644))
	ts.Setenv("GOFLAGS", "-mod=mod")
}

// status N command... runs a command and checks its exit status.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit status %s, want %s", got, args[0])
	}
}

// interrupt WHAT command... starts a command, sends it SIGINT as soon as it has written
// WHAT, and checks that it ends with status 1 or 2.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	path, err := exec.LookPath(args[1])
	ts.Check(err)
	cmd := exec.Command(path, args[2:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+ts.Getenv("XDG_CACHE_HOME"))
	w := &watcher{want: args[0], seen: make(chan bool)}
	cmd.Stdout, cmd.Stderr = w, w
	ts.Check(cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case <-w.seen:
		ts.Check(cmd.Process.Signal(os.Interrupt))
		err = <-ended
	case err = <-ended:
		ts.Logf("it ended before it wrote %q", args[0])
	}
	ts.Logf("%s", w.text)
	if code := cmd.ProcessState.ExitCode(); code != 1 && code != 2 {
		ts.Fatalf("after an interrupt: %v, want exit status 1 or 2", err)
	}
	if !strings.Contains(string(w.text), "interrupted") {
		ts.Fatalf("after an interrupt it does not say so")
	}
}

// watcher is a writer that says when it has seen a text.
type watcher struct {
	text []byte
	want string
	seen chan bool
	done bool
}

func (w *watcher) Write(p []byte) (int, error) {
	w.text = append(w.text, p...)
	if !w.done && strings.Contains(string(w.text), w.want) {
		w.done = true
		close(w.seen)
	}
	return len(p), nil
}

// chaosrun is this command, as a process.
func chaosrun(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Args[0] = "chaosrun"
	cmd.Dir = dir
	return cmd
}
