package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/dlv"
	"github.com/chaosrun/chaosrun/internal/report"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
	"github.com/chaosrun/chaosrun/internal/trace"
)

// editorAddr is where editors look for a debugger of Go programs.
const editorAddr = "127.0.0.1:2345"

// debugging is what one call of the command does.
type debugging struct {
	step     int
	listen   string // where editors connect; "": a terminal debugs
	file     string // of the recording
	rec      *trace.Trace
	runner   *runner.Runner
	debugger string // the program dlv
	stopped  context.CancelFunc
}

func debugCmd() *cobra.Command {
	var d debugging
	var dap bool
	var flags toolchain.Flags
	cmd := &cobra.Command{
		Use:   "debug",
		Short: "Step through a recorded run with Delve",
		Long: `Debug makes the run of a recording again under the debugger Delve: dlv from PATH, or one that
the go command builds once. It stops where the test begins, or before step N
with -step N, and again where the run fails. The run takes the recorded steps, whatever the
debugger does and however long it takes.

With -dap or -listen an editor (VS Code, GoLand, Neovim) is the debugger's client; otherwise
the terminal is.

To go back to an earlier step, start again with a smaller N. To try another goroutine at a step, make
a new recording with chaosrun replay -next.

Exit status: 1 the run failed as recorded, 0 it passed or was left before its end, 3 it
went another way than the recording, 2 it could not run.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if dap && d.listen == "" {
				d.listen = editorAddr
			}
			d.file = args[0]
			return d.run(cmd, flags)
		},
	}
	cmd.Flags().IntVar(&d.step, "step", 0, "stop before this `step`, numbered as in chaosrun show; 0: where the test begins")
	cmd.Flags().BoolVar(&dap, "dap", false, "wait for an editor at "+editorAddr+", which may speak DAP or Delve's JSON-RPC")
	cmd.Flags().StringVar(&d.listen, "listen", "", "wait for an editor at this `address`")
	goFlags(cmd.Flags(), &flags)
	return ofRecording(cmd)
}

func (d *debugging) run(cmd *cobra.Command, flags toolchain.Flags) error {
	rec, err := readRecording(d.file)
	if err != nil {
		return err
	}
	config, err := configOfRecording(cmd, rec, d.file, flags, os.Stderr)
	if err != nil {
		return err
	}
	d.rec = rec
	if err := d.chooseStep(); err != nil {
		return err
	}
	cache, err := toolchain.CacheDir()
	if err != nil {
		return err
	}
	d.debugger, err = dlv.Find(cmd.Context(), cache, func() {
		fmt.Fprintln(os.Stderr, "chaosrun: there is no dlv in PATH: building one, once")
	})
	if err != nil {
		return err
	}
	config.Flags = config.Flags.Debuggable()
	r, err := buildConfigured(cmd, rec, config, runner.Options{Runner: runner.Runner{Patience: 30 * time.Second}, Processes: runtime.NumCPU()})
	if err != nil {
		return err
	}
	r.Tied = true
	d.runner = r
	ctx, cancel := context.WithCancel(context.WithoutCancel(cmd.Context()))
	defer cancel()
	stop := context.AfterFunc(cmd.Context(), cancel)
	d.stopped = func() { stop() }
	got, err := r.Debug(ctx, rec, os.Stdout, d.attach)
	if errors.Is(err, runner.ErrLeft) {
		fmt.Println("the run was left before its end")
		return nil
	}
	if err != nil {
		return err
	}
	return endOfReplay(os.Stdout, rec, got, cmp.Or(rec.Kind, "passed"), func() {})
}

// chooseStep finds the operation at which the debugger can stop for the step that is asked for.
func (d *debugging) chooseStep() error {
	if d.step == 0 {
		return nil
	}
	n, ok := trace.StopAt(d.rec.Events, d.step)
	if !ok {
		return fmt.Errorf("-step %d: the run has %s, and none from there on at which a debugger could stop; chaosrun show -all %s lists them", d.step, runner.Plural(uint64(len(d.rec.Events)), "step"), d.file)
	}
	if n != d.step {
		fmt.Fprintf(os.Stderr, "chaosrun: step %d is no operation of a goroutine: stopping at step %d\n", d.step, n)
	}
	d.step = n
	return nil
}

// Names of breakpoints.
const (
	atStart   = "start"
	atStep    = "step"
	atFailure = "failure"
)

// framesShown is how much of the stack a terminal shows at breakpoints in the scheduler.
const framesShown = 12

// attach debugs a process that waits for it.
func (d *debugging) attach(ctx context.Context, p *runner.Debuggee) error {
	addr := d.listen
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	server, err := dlv.Attach(ctx, d.debugger, addr, p.Pid, d.runner.Bin)
	if err != nil {
		return err
	}
	defer server.Close()
	defer p.Leave()
	frame, err := d.begin(server, p)
	if err != nil {
		return err
	}
	if d.listen != "" {
		return d.serve(ctx, server, p)
	}
	return d.terminal(ctx, server, frame)
}

// begin lets the process run until it is where a person wants to look. It returns the frame of the
// user's code there.
func (d *debugging) begin(server *dlv.Server, p *runner.Debuggee) (frame int, err error) {
	c, err := server.Client()
	if err != nil {
		return 0, err
	}
	defer c.Close()
	first := dlv.Breakpoint{Name: atStart, Function: p.First}
	if d.step > 0 {
		first = dlv.Breakpoint{Name: atStep, Function: "runtime.chaosDebugStep", Cond: fmt.Sprintf("step == %d", d.step), Stack: framesShown}
	}
	if err := c.Break(first); err != nil {
		return 0, err
	}
	if err := c.Break(dlv.Breakpoint{Name: atFailure, Function: "runtime.chaosDebugFails", Stack: framesShown}); err != nil {
		return 0, err
	}
	if err := c.Set("runtime.chaosDebug.attached", "true"); err != nil {
		return 0, fmt.Errorf("cannot tell the test that the debugger is there: %w", err)
	}
	state, err := c.Continue()
	if err != nil {
		return 0, fmt.Errorf("the debugger cannot continue: %w", err)
	}
	if state.Exited {
		return 0, nil
	}
	if first.Name == atStart {
		if err := c.Clear(atStart); err != nil {
			return 0, err
		}
	}
	return d.tell(c, state)
}

// tell says where the process has stopped. It returns the frame of the user's code.
func (d *debugging) tell(c *dlv.Client, state *dlv.State) (frame int, err error) {
	src := report.SourcesOf(d.rec, ".", filepath.Dir(d.file))
	defer src.Close()
	switch at := state.At(); {
	case at == atStep:
		fmt.Println(report.ToTake(d.rec, src, d.step))
	case at == atFailure && d.step > 0:
		fmt.Printf("the run fails and has not come to step %d\n", d.step)
	case at == atStart:
		fmt.Printf("%s begins\n", d.rec.Test)
	}
	gs, err := goroutines(c, state)
	if err != nil {
		return 0, err
	}
	for _, g := range gs {
		fmt.Printf("    %s\n", g)
	}
	if before, ok := trace.StopBefore(d.rec.Events, d.step); ok {
		fmt.Printf("to go back: chaosrun debug -step %d %s\n", before, d.file)
	}
	if state.Goroutine == nil {
		return 0, nil
	}
	stack, err := c.Stack(state.Goroutine.ID, 50)
	if err != nil {
		return 0, err
	}
	return userFrame(stack, d.runner.Std), nil
}

// serve waits until the process has ended, or we are interrupted.
func (d *debugging) serve(ctx context.Context, server *dlv.Server, p *runner.Debuggee) error {
	fmt.Printf("the debugger waits at %s for an editor to attach: VS Code with the mode remote, GoLand as Go Remote\n", server.Addr)
	select {
	case <-p.Ended:
		server.Wait(2 * time.Second) // so that the editor hears of it
	case <-server.Ended():
	case <-ctx.Done():
		return runner.ErrLeft
	}
	return nil
}

// terminal lets a person type commands.
func (d *debugging) terminal(ctx context.Context, server *dlv.Server, frame int) error {
	d.stopped() // an interrupt stops the process, and not us
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM)
	defer stop()
	dir, err := os.MkdirTemp("", "chaosrun-debug-")
	if err != nil {
		return fmt.Errorf("cannot make a temporary folder: %w", err)
	}
	defer os.RemoveAll(dir)
	init := filepath.Join(dir, "init")
	if err := os.WriteFile(init, fmt.Appendf(nil, "frame %d\n", frame), 0o600); err != nil {
		return fmt.Errorf("cannot write a temporary file: %w", err)
	}
	return server.Terminal(ctx, init)
}
