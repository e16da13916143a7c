package runner

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// Debuggee is a process that waits, before the recorded run begins, for a debugger to attach and to set
// the variable runtime.chaosDebug.attached.
type Debuggee struct {
	Pid   int
	First string          // the function in which the run begins
	Ended <-chan struct{} // closed when the process has ended
}

// Leave ends the process if it has not ended. A debugger that ends before it leaves a process
// behind that runs into breakpoints.
func (d *Debuggee) Leave() { killGroup(d.Pid) }

// ErrLeft is that whoever debugged a run left before it ended. attach may return it.
var ErrLeft = errors.New("the debugger was left before the run ended")

// Debug makes a recorded run again for a debugger. attach is called when the process waits for it;
// when attach returns, the process is ended if it is still there. What the run prints goes to out at
// once. Nothing limits the time.
//
// The runner's test binary may be compiled otherwise than that of the recording, which changes no
// step. Where in the source a step is may read otherwise, and is not compared.
func (r *Runner) Debug(ctx context.Context, rec *trace.Trace, out io.Writer, attach func(context.Context, *Debuggee) error) (*Replayed, error) {
	s := &session{out: out, attach: attach, ready: make(chan string, 1)}
	got, err := r.replay(ctx, rec, s)
	switch {
	case errors.Is(s.err, ErrLeft):
		return nil, ErrLeft
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case s.err != nil:
		return nil, s.err
	case s.left:
		return nil, ErrLeft
	case err != nil:
		return nil, err
	}
	return &Replayed{Trace: got.trace, SameBuild: true, Divergence: trace.DiffSteps(rec.Events, got.trace.Events)}, nil
}

// session is a person's, with a debugger and a worker. A nil session is that of a worker that is not
// debugged.
type session struct {
	out    io.Writer
	attach func(context.Context, *Debuggee) error
	ready  chan string // the function in which the run begins, when the worker waits

	left bool // the process was ended before it was at its end
	err  error
}

// outputEvery is how often it is looked for what the process prints.
const outputEvery = 50 * time.Millisecond

// begin serves a process that has started. The context that it returns is done when the process is to
// be ended; end is called when it has ended.
func (s *session) begin(ctx context.Context, p *process) (running context.Context, end func()) {
	if s == nil {
		return ctx, func() {}
	}
	running, cancel := context.WithCancel(ctx)
	ended, served := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(served)
		select {
		case first := <-s.ready:
			shown := s.show(p.out, ended)
			s.err = s.attach(ctx, &Debuggee{p.Process.Pid, first, ended})
			cancel()
			<-shown
		case <-ended:
		}
	}()
	return running, func() {
		close(ended)
		<-served
		cancel()
		s.left = wasKilled(p.ProcessState)
	}
}

// line takes in what the worker reports.
func (s *session) line(line string) {
	if first, ok := strings.CutPrefix(line, "debug "); ok && s != nil {
		s.ready <- unquoted(first)
	}
}

// show passes on what the process prints from now on, until it has ended. The channel that it returns
// is then closed.
func (s *session) show(f *os.File, ended <-chan struct{}) (shown <-chan struct{}) {
	from, err := f.Seek(0, io.SeekEnd)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for last := err != nil; !last; {
			select {
			case <-ended:
				last = true
			case <-time.After(outputEvery):
			}
			n, err := io.Copy(s.out, io.NewSectionReader(f, from, 1<<62-from))
			if from += n; err != nil {
				return // nobody is there to see it
			}
		}
	}()
	return done
}
