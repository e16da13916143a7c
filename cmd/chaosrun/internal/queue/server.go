package queue

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// Server is a NATS server in this process, for this machine alone. Whoever takes part must read
// its URL, which has a password, from a file that only this user can read: workers run what comes
// from the queue.
type Server struct {
	URL  string
	File string // has the URL

	opts *server.Options
	s    *server.Server
}

// urlName is the file with the server's URL.
const urlName = "url"

// NewServer starts a server with what it stores in a folder, at the address that it had there
// before if it is free.
func NewServer(dir string) (*Server, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("cannot start a NATS server: %w", err)
	}
	s := &Server{File: filepath.Join(dir, urlName)}
	s.opts = &server.Options{
		ServerName: prefix, Host: "127.0.0.1", Port: server.RANDOM_PORT, Username: prefix, Password: newID() + newID(),
		JetStream: true, StoreDir: dir, NoSigs: true, NoLog: true,
	}
	port, password := s.before()
	if port != 0 && free(port) {
		s.opts.Port, s.opts.Password = port, password
	}
	if err := s.Start(); err != nil {
		return nil, err
	}
	if err := os.WriteFile(s.File, []byte(s.URL+"\n"), 0o600); err != nil {
		s.Stop()
		return nil, fmt.Errorf("cannot say where the NATS server is: %w", err)
	}
	return s, nil
}

// before is how the server of the folder could be reached, or 0.
func (s *Server) before() (port int, password string) {
	b, err := os.ReadFile(s.File)
	if err != nil {
		return 0, ""
	}
	u, err := url.Parse(strings.TrimSpace(string(b)))
	if err != nil || u.User == nil {
		return 0, ""
	}
	port, err = strconv.Atoi(u.Port())
	if password, _ = u.User.Password(); err != nil || password == "" || port < 1 || port > 65535 {
		return 0, ""
	}
	return port, password
}

// free reports whether nobody listens on a port.
func free(port int) bool {
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	return err == nil && l.Close() == nil
}

// Start starts the server, or starts it again where it was.
func (s *Server) Start() error {
	opts := *s.opts
	ns, err := server.NewServer(&opts)
	if err != nil {
		return fmt.Errorf("cannot start a NATS server: %w", err)
	}
	go ns.Start()
	if !ns.ReadyForConnections(10 * time.Second) {
		ns.Shutdown()
		return errors.New("cannot start a NATS server: it did not come up within ten seconds")
	}
	s.s = ns
	u := url.URL{Scheme: "nats", User: url.UserPassword(opts.Username, opts.Password), Host: ns.Addr().String()}
	s.URL = u.String()
	s.opts.Port, err = strconv.Atoi(u.Port())
	return err
}

// Stop stops the server; what it stores stays.
func (s *Server) Stop() {
	s.s.Shutdown()
	s.s.WaitForShutdown()
}
