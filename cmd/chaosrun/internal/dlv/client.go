package dlv

import (
	"fmt"
	"net"
	"net/rpc"
	"net/rpc/jsonrpc"
)

// Client asks a debugger over its JSON-RPC interface (package service/rpc2 of Delve), of which it
// knows what chaosrun needs.
type Client struct{ rpc *rpc.Client }

func newClient(c net.Conn) *Client { return &Client{jsonrpc.NewClient(c)} }

// Close ends the connection, and leaves the process as it is.
func (c *Client) Close() error { return c.rpc.Close() }

func (c *Client) call(method string, in, out any) error {
	return c.rpc.Call("RPCServer."+method, in, out)
}

// State is where the process stands.
type State struct {
	Exited bool `json:"exited"`
	Thread *struct {
		Breakpoint *Breakpoint `json:"breakPoint"`
	} `json:"currentThread"`
	Goroutine *struct {
		ID int64 `json:"id"`
	} `json:"currentGoroutine"`
}

// At is the name of the breakpoint at which the process has stopped, or "".
func (s *State) At() string {
	if s.Thread == nil || s.Thread.Breakpoint == nil {
		return ""
	}
	return s.Thread.Breakpoint.Name
}

// Breakpoint is a place to stop.
type Breakpoint struct {
	Name     string `json:"name"`
	Function string `json:"functionName,omitempty"`
	Cond     string `json:",omitempty"`
	Stack    int    `json:"stacktrace"` // how many frames a terminal shows
}

// Break sets a breakpoint.
func (c *Client) Break(b Breakpoint) error {
	var out struct{}
	if err := c.call("CreateBreakpoint", map[string]any{"Breakpoint": b}, &out); err != nil {
		return fmt.Errorf("cannot set a breakpoint in %s: %w", b.Function, err)
	}
	return nil
}

// Clear removes a breakpoint.
func (c *Client) Clear(name string) error {
	var out struct{}
	return c.call("ClearBreakpoint", map[string]any{"Name": name}, &out)
}

// Set gives a variable a value.
func (c *Client) Set(variable, value string) error {
	var out struct{}
	return c.call("Set", map[string]any{"Scope": scope{Goroutine: -1}, "Symbol": variable, "Value": value}, &out)
}

// scope says where an expression is evaluated.
type scope struct {
	Goroutine int64 `json:"GoroutineID"` // -1: the current one
	Frame     int
}

// Eval is the value of an expression in a frame of a goroutine, -1 for the current one.
func (c *Client) Eval(goroutine int64, frame int, expr string) (string, error) {
	var out struct{ Variable struct{ Value string } }
	err := c.call("Eval", map[string]any{"Scope": scope{goroutine, frame}, "Expr": expr}, &out)
	return out.Variable.Value, err
}

// Continue lets the process run until it stops or has ended.
func (c *Client) Continue() (*State, error) {
	var out struct{ State State }
	if err := c.call("Command", map[string]any{"name": "continue"}, &out); err != nil {
		return nil, err
	}
	return &out.State, nil
}

// Frame is a function that has been called.
type Frame struct {
	Function struct {
		Name string `json:"name"`
	} `json:"function"`
	File string `json:"file"`
	Line int    `json:"line"`
}

// Stack is the stack of a goroutine, the innermost frame first, at most so deep.
func (c *Client) Stack(goroutine int64, depth int) ([]Frame, error) {
	var out struct{ Locations []Frame }
	err := c.call("Stacktrace", map[string]any{"Id": goroutine, "Depth": depth}, &out)
	return out.Locations, err
}

// Goroutines are the numbers of the first goroutines, as the runtime counts them.
func (c *Client) Goroutines(most int) ([]int64, error) {
	var out struct {
		Goroutines []struct {
			ID int64 `json:"id"`
		}
	}
	err := c.call("ListGoroutines", map[string]any{"Start": 0, "Count": most}, &out)
	ids := make([]int64, len(out.Goroutines))
	for i, g := range out.Goroutines {
		ids[i] = g.ID
	}
	return ids, err
}
