// Package onces has tests that are correct and can run only once in a process: go test runs
// them once.
package onces

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"expvar"
	"flag"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// two lets two goroutines meet, so that there is something to explore.
func two(f func()) {
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(f)
	}
	wg.Wait()
}

// TestDefaultMux registers a handler on the mux that all packages share.
func TestDefaultMux(t *testing.T) {
	http.HandleFunc("/hello", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "hello") })
	two(func() {
		w := httptest.NewRecorder()
		http.DefaultServeMux.ServeHTTP(w, httptest.NewRequest("GET", "/hello", nil))
		if w.Body.String() != "hello" {
			t.Errorf("got %q", w.Body)
		}
	})
}

// TestFlag defines a flag of the command line.
func TestFlag(t *testing.T) {
	n := flag.Int("onces.n", 3, "a number")
	two(func() {
		if *n != 3 {
			t.Error(*n)
		}
	})
}

var (
	mu       sync.Mutex
	registry = make(map[string]bool)
)

func register(name string) {
	mu.Lock()
	defer mu.Unlock()
	if registry[name] {
		panic("registered twice: " + name)
	}
	registry[name] = true
}

// TestRegistry fills a registry that refuses what it has.
func TestRegistry(t *testing.T) {
	register("a")
	two(func() {
		mu.Lock()
		defer mu.Unlock()
		if !registry["a"] {
			t.Error("it is not registered")
		}
	})
}

// TestExpvar publishes a variable; expvar panics if one of its name is there.
func TestExpvar(t *testing.T) {
	n := expvar.NewInt("onces")
	two(func() { n.Add(1) })
	if n.Value() != 2 {
		t.Error(n.Value())
	}
}

type noDriver struct{}

func (noDriver) Open(string) (driver.Conn, error) { return nil, errors.New("there is none") }

// TestDriver registers a driver; database/sql panics if one of its name is there.
func TestDriver(t *testing.T) {
	sql.Register("onces", noDriver{})
	db, err := sql.Open("onces", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	two(func() {
		if db.Ping() == nil {
			t.Error("there is a connection")
		}
	})
}

var (
	start  sync.Once
	server net.Listener
)

// TestServer uses a server that a sync.Once starts, and closes it at its end.
func TestServer(t *testing.T) {
	start.Do(func() {
		var err error
		if server, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			panic(err)
		}
		go func() {
			for {
				c, err := server.Accept()
				if err != nil {
					return
				}
				c.Close()
			}
		}()
	})
	t.Cleanup(func() { server.Close() })
	two(func() {
		c, err := net.Dial("tcp", server.Addr().String())
		if err != nil {
			t.Error(err)
			return
		}
		c.Close()
	})
}

var requests = make(chan chan int)

// TestWorker starts the package's worker and stops it for good: in a later run of the process
// nobody would answer.
func TestWorker(t *testing.T) {
	start := worker
	worker = nil
	if start != nil {
		go start()
	}
	two(func() {
		answer := make(chan int)
		requests <- answer
		<-answer
	})
	close(quit)
}

var quit = make(chan bool)

var worker = func() {
	for {
		select {
		case c := <-requests:
			c <- 1
		case <-quit:
			return
		}
	}
}
