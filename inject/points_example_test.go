package inject_test

import (
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/chaosrun/chaosrun/inject"
	"github.com/chaosrun/chaosrun/sched"
)

// Parts of a test have names, and plans are of what goes between two of them.
func ExampleInPart() {
	_ = func(t *testing.T) { // func TestFailover(t *testing.T)
		sched.Test(t, func(t *testing.T) {
			var ln net.Listener
			inject.InPart("server", func() { ln, _ = net.Listen("tcp", "127.0.0.1:0") })
			defer ln.Close()
			inject.InPart("client", func() {
				// what is dialled here can be cut off
			})
		}, sched.Faults(inject.Plan{
			Point: inject.Net, From: "client", To: "server",
			Do: inject.Partition(time.Second, time.Minute), Max: 1,
		}))
	}
}

func ExamplePartition() {
	fmt.Println(inject.Plan{Point: inject.Net, From: "a", To: "b", Do: inject.Partition(time.Second, time.Minute), Max: 1})
	// Output: net[a>b]=partition(1s..1m0s)#1
}

func ExampleRefused() {
	fmt.Println(inject.Plan{Point: inject.NetConnect, To: ":5432", Do: inject.Refused()})
	// Output: net/connect[:5432]=refused
}

func ExampleReset() {
	fmt.Println(inject.Plan{Point: inject.NetWrite, Do: inject.Reset(), Percent: 1})
	// Output: net/write=reset%1
}

func ExampleHalfClose() {
	fmt.Println(inject.Plan{Point: inject.NetWrite, From: "server", Do: inject.HalfClose(), Max: 1})
	// Output: net/write[server>]=halfclose#1
}

func ExampleDrop() {
	fmt.Println(inject.Plan{Point: inject.NetPacket, Do: inject.Drop()})
	// Output: net/packet=drop
}

// A slow reader reads one byte at a time.
func ExampleShort() {
	fmt.Println(inject.Plan{Point: inject.NetRead, To: "reader", Do: inject.Short(), Percent: 100})
	// Output: net/read[reader]=short%100
}

func ExampleNotFound() {
	fmt.Println(inject.Plan{Point: inject.NetLookup, To: "db.internal", Do: inject.NotFound()})
	// Output: net/lookup[db.internal]=notfound
}

func ExampleTimeout() {
	fmt.Println(inject.Plan{Point: inject.NetLookup, Do: inject.Timeout(), Max: 1})
	// Output: net/lookup=timeout#1
}

// The log is full only after the data was.
func ExampleNoSpace() {
	plans, err := inject.Parse(`file/write[/*.db]=enospc#1; file/write[/*.log]=enospc#1>file/write`)
	fmt.Println(plans, err)
	// Output: [file/write[/*.db]=enospc#1 file/write[/*.log]=enospc#1>file/write] <nil>
}

func ExampleIOError() {
	fmt.Println(inject.Plan{Point: inject.FileSync, To: "/wal", Do: inject.IOError()})
	// Output: file/sync[/wal]=eio
}

func ExampleJump() {
	fmt.Println(inject.Plan{Point: inject.Clock, Do: inject.Jump(-time.Hour, time.Hour), Max: 1})
	// Output: clock=jump(-1h0m0s..1h0m0s)#1
}
