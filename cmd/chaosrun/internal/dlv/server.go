package dlv

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Server is a debugger that has attached to a process, and serves clients: editors, terminals and
// ourselves.
type Server struct {
	Addr   string
	cmd    *exec.Cmd
	out    output
	ended  chan struct{}
	cancel context.CancelFunc
}

// listening is what dlv prints before its address.
const listening = "API server listening at: "

// Attach starts the debugger dlv for a process, whose program is bin. It listens on addr; port 0 is
// any.
func Attach(ctx context.Context, dlv, addr string, pid int, bin string) (*Server, error) {
	ctx, cancel := context.WithCancel(ctx)
	s := &Server{ended: make(chan struct{}), cancel: cancel, out: output{more: make(chan struct{}, 1)}}
	s.cmd = exec.CommandContext(ctx, dlv, "attach", fmt.Sprint(pid), bin,
		"--headless", "--accept-multiclient", "--api-version=2", "--listen="+addr)
	s.cmd.Stdout, s.cmd.Stderr = &s.out, &s.out
	s.cmd.SysProcAttr = apart() // an interrupt is for whoever is at the terminal
	s.cmd.WaitDelay = time.Second
	if err := s.cmd.Start(); err != nil {
		cancel()
		return nil, fmt.Errorf("cannot start %s: %w", dlv, err)
	}
	go func() {
		_ = s.cmd.Wait() // what it has printed says more
		close(s.ended)
	}()
	for {
		if _, rest, ok := strings.Cut(s.out.String(), listening); ok {
			if line, _, ok := strings.Cut(rest, "\n"); ok {
				s.Addr = strings.TrimSpace(line)
				return s, nil
			}
		}
		select {
		case <-s.out.more:
		case <-s.ended:
			cancel()
			return nil, s.failure()
		}
	}
}

// failure is what the debugger says of why it has ended.
func (s *Server) failure() error {
	text := strings.TrimSpace(s.out.String())
	if _, rest, ok := strings.Cut(text, listening); ok {
		_, text, _ = strings.Cut(rest, "\n")
	}
	return fmt.Errorf("%s cannot debug the test: %s", s.cmd.Path, strings.TrimSpace(text))
}

// Client connects to the server.
func (s *Server) Client() (*Client, error) {
	for {
		conn, err := net.Dial("tcp", s.Addr)
		if err == nil {
			return newClient(conn), nil
		}
		if !errors.Is(err, syscall.ECONNREFUSED) {
			return nil, fmt.Errorf("cannot connect to the debugger: %w", err)
		}
		select {
		case <-s.ended:
			return nil, s.failure()
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// Terminal lets a person debug in the terminal of this process. The commands in the file init come
// first.
func (s *Server) Terminal(ctx context.Context, init string) error {
	cmd := exec.CommandContext(ctx, s.cmd.Path, "connect", s.Addr, "--init="+init)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) { // it has said why
		return fmt.Errorf("cannot start %s: %w", s.cmd.Path, err)
	}
	return nil
}

// Wait waits for the server to end, at most so long.
func (s *Server) Wait(most time.Duration) {
	select {
	case <-s.ended:
	case <-time.After(most):
	}
}

// Ended is closed when the server has ended.
func (s *Server) Ended() <-chan struct{} { return s.ended }

// Close ends the server.
func (s *Server) Close() {
	s.cancel()
	<-s.ended
}

// output keeps what a process prints.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{} // gets a value when there is more
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text.Write(p)
	select {
	case o.more <- struct{}{}:
	default:
	}
	return len(p), nil
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}
