package runner

import (
	"os"
)

// server is a process of a test that makes runs as it is told to, one after the other. It is not
// safe for concurrent use.
type server struct {
	p    *process    // nil: none is up
	in   *os.File    // its standard input
	line chan string // its reports; closed when it ends
}

// start starts the process with a job, if none is up.
func (s *server) start(r *Runner, j *job) error {
	if s.p != nil {
		return nil
	}
	in, out, err := os.Pipe()
	if err != nil {
		return err
	}
	defer in.Close()
	p, err := r.start(j, nil, in)
	if err != nil {
		out.Close()
		return err
	}
	lines := make(chan string, 256)
	s.p, s.in, s.line = p, out, lines
	go func() {
		defer close(lines)
		p.lines(func(line string) { lines <- line })
	}()
	return nil
}

// Close ends the process.
func (s *server) Close() {
	if s.p == nil {
		return
	}
	s.in.Close()
	killGroup(s.p.Process.Pid)
	_ = s.p.Wait() // it was killed
	for range s.line {
	}
	s.p.free()
	s.p = nil
}
