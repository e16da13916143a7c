//go:build unix

// Package procs has correct programs that run other programs.
package procs

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func TestOutput(t *testing.T) {
	out, err := exec.Command("echo", "hello").Output()
	if err != nil || string(out) != "hello\n" {
		t.Fatal(string(out), err)
	}
}

func TestExitError(t *testing.T) {
	_, err := exec.Command("sh", "-c", "echo oops >&2; exit 3").Output()
	var ee *exec.ExitError
	if !errors.As(err, &ee) || ee.ExitCode() != 3 || string(ee.Stderr) != "oops\n" {
		t.Fatal(err)
	}
}

func TestLargeOutput(t *testing.T) {
	cmd := exec.Command("seq", "100000")
	r, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	n := 0
	for sc := bufio.NewScanner(r); sc.Scan(); {
		n++
		if v, err := strconv.Atoi(sc.Text()); v != n || err != nil {
			t.Fatal(v, n, err)
		}
	}
	if err := cmd.Wait(); err != nil || n != 100000 {
		t.Fatal(n, err)
	}
}

func TestCat(t *testing.T) {
	cmd := exec.Command("cat")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	text := strings.Repeat("0123456789abcdef", 1<<13)
	var wg sync.WaitGroup
	wg.Go(func() {
		defer in.Close()
		if _, err := io.WriteString(in, text); err != nil {
			t.Error(err)
		}
	})
	wg.Wait()
	if err := cmd.Wait(); err != nil || out.String() != text {
		t.Fatal(err, out.Len())
	}
}

func TestCommandContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	err := exec.CommandContext(ctx, "sleep", "10").Run()
	var ee *exec.ExitError
	if !errors.As(err, &ee) || ctx.Err() != context.DeadlineExceeded {
		t.Fatal(err)
	}
	if ws := ee.Sys().(syscall.WaitStatus); !ws.Signaled() || ws.Signal() != syscall.SIGKILL {
		t.Fatal(ws)
	}
}

func TestManyAtOnce(t *testing.T) {
	var wg sync.WaitGroup
	outs := make([]string, 3)
	for i := range outs {
		wg.Go(func() {
			cmd := exec.Command("cat")
			cmd.Stdin = strings.NewReader(strconv.Itoa(i))
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Error(err)
			}
			outs[i] = string(out)
		})
	}
	wg.Wait()
	if s := strings.Join(outs, ","); s != "0,1,2" {
		t.Fatal(s)
	}
}

func TestNotFound(t *testing.T) {
	err := exec.Command("no-such-program-anywhere").Run()
	if !errors.Is(err, exec.ErrNotFound) {
		t.Fatal(err)
	}
}
