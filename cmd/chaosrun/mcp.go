package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"
)

func mcpCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "mcp",
		Short: "Serve coding agents over the Model Context Protocol, on standard input and output",
		Long: `Mcp is a server of the Model Context Protocol for the folder in which it is started. Its
tools explore tests, list and explain findings, replay recordings and verify repairs; they are
the commands test, findings, show, cause, replay and verify. Packages and recordings are those
of that folder, and no tool starts a shell. Exploring a test runs its code, as go test does.

An agent starts it with a configuration like this:

  {"mcpServers": {"chaosrun": {"command": "chaosrun", "args": ["-C", "/path/to/module", "mcp"]}}}`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := newAgentServer(".")
			if err != nil {
				return err
			}
			// Messages of the protocol, and nothing else, may go to the standard output.
			out := os.Stdout
			os.Stdout = os.Stderr
			defer func() { os.Stdout = out }()
			err = s.serve(cmd.Context(), &mcp.IOTransport{Reader: untilEnd{os.Stdin, s.end}, Writer: out})
			if cmd.Context().Err() != nil {
				return nil // that is how it is ended
			}
			return err
		},
	}
}

// instructions tell an agent what no single tool says.
const instructions = `chaosrun runs Go tests under a scheduler that it controls, so that failures which depend on
the interleaving of goroutines are found and come again. Find a failure with explore, read it
with read_finding, change the code, and ask verify. A test that passes under the schedules that
were tried is not proved correct: only the verdict "complete" says that every schedule passes.
"another failure" says nothing of the recorded one. Never make a failure go away with sleeps,
longer time-outs, t.Skip or a weaker assertion.`

// agentServer serves the tools to an agent. They call what the commands call, in this process: nothing
// that they need is global but the current folder, which stays the same.
type agentServer struct {
	dir string        // where it was started, without links
	mcp *mcp.Server   // with the tools
	one chan struct{} // held by the call that runs tests: two at once would take each other's time

	mu      sync.Mutex
	closed  bool
	running sync.WaitGroup  // calls
	ended   context.Context // done when no more is to be done for anybody
	end     context.CancelFunc
}

// newAgentServer returns a server for a folder, which must be the current one.
func newAgentServer(dir string) (*agentServer, error) {
	dir, err := filepath.Abs(dir)
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot serve this folder: %w", err)
	}
	s := &agentServer{dir: dir, one: make(chan struct{}, 1)}
	s.ended, s.end = context.WithCancel(context.Background())
	s.mcp = mcp.NewServer(&mcp.Implementation{Name: "chaosrun", Version: version()}, &mcp.ServerOptions{Instructions: instructions})
	no := false
	reads := &mcp.ToolAnnotations{ReadOnlyHint: true, OpenWorldHint: &no}
	runs := &mcp.ToolAnnotations{DestructiveHint: &no, OpenWorldHint: &no}
	tool(s, &mcp.Tool{Name: "explore", Annotations: runs, Description: "Run the Go tests of a package under many goroutine schedules. Finds deadlocks, leaks, panics, failed assertions, livelocks and, with race, data races; each failure is saved as a finding that replays. Runs the tests' code. That nothing is found is no proof."}, s.explore)
	tool(s, &mcp.Tool{Name: "list_findings", Annotations: reads, Description: "List the findings of this folder: bugs that were found, and whether they are new, ongoing, regressed or resolved."}, s.listFindings)
	tool(s, &mcp.Tool{Name: "read_finding", Annotations: runs, Description: "Explain a finding: what broke, which choices of the schedule lead to it, who waits for whom, the steps in order beside their source lines. With cause, also run the test to find the choice that made the failure inevitable."}, s.readFinding)
	tool(s, &mcp.Tool{Name: "replay", Annotations: runs, Description: "Make the recorded run of a finding again, with the code as it is now, and compare every step."}, s.replay)
	tool(s, &mcp.Tool{Name: "verify", Annotations: runs, Description: "Check whether a finding is fixed: tries the recorded schedule, schedules near it, and a fresh search. The answer is one sentence that claims no more than is known."}, s.verify)
	return s, nil
}

// serve answers one client until it is gone or ctx is done. When it returns, no call is under way, and so
// no worker process.
func (s *agentServer) serve(ctx context.Context, t mcp.Transport) error {
	defer context.AfterFunc(ctx, s.end)() // Run waits for calls under way
	err := s.mcp.Run(ctx, t)
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.end()
	s.running.Wait()
	return err
}

// untilEnd is a reader that says when there is no more to read: whoever waits for an answer is gone, too.
type untilEnd struct {
	io.ReadCloser
	ended func()
}

// Read implements [io.Reader].
func (r untilEnd) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if err != nil {
		r.ended()
	}
	return n, err
}

// begin notes that a call is under way, unless the server is at its end.
func (s *agentServer) begin() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.running.Add(1)
	}
	return !s.closed
}

// call is a call of a tool that is under way.
type call struct {
	ctx    context.Context // done when the client cancels the call or is gone
	report func(text string)
	turn   func() error // waits until no other call runs tests
}

// Write implements [io.Writer] for what commands log: each line is progress.
func (c *call) Write(p []byte) (int, error) {
	for line := range strings.Lines(string(p)) {
		if line = strings.TrimSpace(strings.TrimPrefix(line, "chaosrun: ")); line != "" {
			c.report(line)
		}
	}
	return len(p), nil
}

// mostText bounds the text that a tool returns: agents pay for each word.
const mostText = 64 << 10

// tool makes a tool of a function that returns what to say and the same as data.
func tool[In, Out any](s *agentServer, t *mcp.Tool, f func(*call, In) (string, Out, error)) {
	mcp.AddTool(s.mcp, t, func(ctx context.Context, req *mcp.CallToolRequest, in In) (*mcp.CallToolResult, Out, error) {
		var none Out
		if !s.begin() {
			return nil, none, errors.New("the server is at its end")
		}
		defer s.running.Done()
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(s.ended, cancel)()
		c := &call{ctx: ctx}
		var stop func()
		c.report, stop = progressOf(ctx, req)
		defer stop()
		holds := false
		c.turn = func() error {
			select {
			case s.one <- struct{}{}:
				holds = true
			case <-ctx.Done():
			}
			return ctx.Err()
		}
		defer func() {
			if holds {
				<-s.one
			}
		}()
		text, out, err := f(c, in)
		if ctx.Err() != nil {
			return nil, none, fmt.Errorf("canceled: %w", ctx.Err())
		}
		if err != nil {
			return nil, none, err
		}
		if len(text) > mostText {
			text = strings.ToValidUTF8(text[:mostText], "") + "\n… the rest is cut off"
		}
		return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: text}}}, out, nil
	})
}

// stillEvery is how often a client is told that a call is still under way: some give up on silent ones.
const stillEvery = 5 * time.Second

// progressOf returns a function that tells the client how far a call is, if it has asked for that, and
// one that ends it. Between, it is told now and then that the call is still under way.
func progressOf(ctx context.Context, req *mcp.CallToolRequest) (report func(text string), stop func()) {
	token := req.Params.GetProgressToken()
	if token == nil {
		return func(string) {}, func() {}
	}
	var mu sync.Mutex
	n, last := 0.0, "waiting for its turn"
	tell := func(text string) {
		n++
		// A client that is gone cancels the call; nobody else would hear of it.
		_ = req.Session.NotifyProgress(ctx, &mcp.ProgressNotificationParams{ProgressToken: token, Progress: n, Message: text})
	}
	report = func(text string) {
		mu.Lock()
		defer mu.Unlock()
		last = text
		tell(text)
	}
	done, ended := make(chan struct{}), make(chan struct{})
	start := time.Now()
	go func() {
		defer close(ended)
		tick := time.NewTicker(stillEvery)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				mu.Lock()
				tell(fmt.Sprintf("%s (%v)", last, time.Since(start).Round(time.Second)))
				mu.Unlock()
			case <-done:
				return
			}
		}
	}()
	return report, func() { close(done); <-ended }
}
