package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// editor is what an editor is to a debugger: a client of the Debug Adapter Protocol.
type editor struct {
	t    *testing.T
	conn net.Conn
	in   *bufio.Reader
	seq  int
	// events that came before somebody waited for them
	events []message
}

type message struct {
	Type    string          `json:"type"`
	Event   string          `json:"event"`
	Seq     int             `json:"request_seq"`
	Success bool            `json:"success"`
	Message string          `json:"message"`
	Body    json.RawMessage `json:"body"`
}

var waitsAt = regexp.MustCompile(`the debugger waits at (\S+) `)

// readAddr reads what chaosrun debug prints until it says where the debugger is.
func readAddr(t *testing.T, out io.Reader, text *strings.Builder) string {
	t.Helper()
	for buf := make([]byte, 1<<10); ; {
		n, err := out.Read(buf)
		text.Write(buf[:n])
		if m := waitsAt.FindStringSubmatch(text.String()); m != nil {
			return m[1]
		}
		if err != nil {
			t.Fatalf("chaosrun debug does not say where the debugger is (%v):\n%s", err, text)
		}
	}
}

func dialDAP(t *testing.T, addr string) *editor {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return &editor{t: t, conn: conn, in: bufio.NewReader(conn)}
}

// request sends a request, waits for the response, and returns its body.
func (e *editor) request(command string, arguments any) json.RawMessage {
	e.t.Helper()
	e.seq++
	b, err := json.Marshal(map[string]any{"seq": e.seq, "type": "request", "command": command, "arguments": arguments})
	if err != nil {
		e.t.Fatal(err)
	}
	if _, err := fmt.Fprintf(e.conn, "Content-Length: %d\r\n\r\n%s", len(b), b); err != nil {
		e.t.Fatal(err)
	}
	// Delve answers some requests only after events that they cause.
	for {
		switch m := e.read(); {
		case m.Type == "event":
			e.events = append(e.events, m)
		case m.Type == "response" && m.Seq == e.seq:
			if !m.Success {
				e.t.Fatalf("the debugger refuses %s: %s %s", command, m.Message, m.Body)
			}
			return m.Body
		}
	}
}

// event waits for an event.
func (e *editor) event(name string) json.RawMessage {
	e.t.Helper()
	for {
		if len(e.events) == 0 {
			if m := e.read(); m.Type == "event" {
				e.events = append(e.events, m)
			}
			continue
		}
		m := e.events[0]
		if e.events = e.events[1:]; m.Event == name {
			return m.Body
		}
	}
}

func (e *editor) read() (m message) {
	e.t.Helper()
	head, err := textproto.NewReader(e.in).ReadMIMEHeader()
	if err != nil {
		e.t.Fatalf("the debugger says no more: %v", err)
	}
	n, err := strconv.Atoi(head.Get("Content-Length"))
	if err != nil {
		e.t.Fatal(err)
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(e.in, b); err != nil {
		e.t.Fatal(err)
	}
	if err := json.Unmarshal(b, &m); err != nil {
		e.t.Fatal(err)
	}
	return m
}

// frame finds the innermost call of a function on the stacks of all goroutines, first that which has
// stopped.
func (e *editor) frame(function string) (thread, frame int) {
	e.t.Helper()
	var threads struct {
		Threads []struct {
			ID   int
			Name string
		}
	}
	e.decode(e.request("threads", nil), &threads)
	for _, th := range threads.Threads {
		if !strings.HasPrefix(th.Name, "* ") {
			continue
		}
		var stack struct {
			StackFrames []struct {
				ID   int
				Name string
			}
		}
		e.decode(e.request("stackTrace", map[string]any{"threadId": th.ID}), &stack)
		for _, f := range stack.StackFrames {
			if f.Name == function {
				return th.ID, f.ID
			}
		}
		e.t.Fatalf("%s is not on the stack of the goroutine that has stopped: %+v", function, stack)
	}
	e.t.Fatalf("no goroutine has stopped: %+v", threads)
	return 0, 0
}

// variable is the value of a variable in a frame.
func (e *editor) variable(frame int, name string) string {
	e.t.Helper()
	var out struct{ Result string }
	e.decode(e.request("evaluate", map[string]any{"expression": name, "frameId": frame, "context": "watch"}), &out)
	return out.Result
}

func (e *editor) decode(b json.RawMessage, v any) {
	e.t.Helper()
	if err := json.Unmarshal(b, v); err != nil {
		e.t.Fatalf("%v: %s", err, b)
	}
}
