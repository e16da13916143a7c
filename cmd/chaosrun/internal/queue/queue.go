// Package queue lets other processes, on this machine or others, make the shares of a campaign.
//
// The parent of a campaign puts shares on a work queue of NATS JetStream, a few more than can be
// under way, and takes outcomes from it. A [Worker] takes one share at a time for each of its
// processes, says while it runs that it is alive, puts the outcome with its recordings on the
// queue, and only then takes the share off it. So a share whose worker dies is given to another
// one, and a share may be made twice; the parent takes the first outcome of each. What a share is
// made with is in an object store: the campaign's description, and test binaries by the hash of
// their content.
//
// A campaign has one stream and one bucket, named by an ID that its parent draws when it starts.
// They are only the way between the two: what a campaign has done is in its journal.
package queue

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/sweep"
	"github.com/chaosrun/chaosrun/internal/runner"
)

// prefix begins the names of all streams and buckets, and subjects as prefix and a dot.
const prefix = "chaosrun"

// How long things take.
const (
	// ackWait is after how long without a word a share is given to another worker.
	ackWait = 10 * time.Second
	// aliveEvery is how often a worker says that it takes part, and aliveFor how long it is
	// believed.
	aliveEvery = 3 * time.Second
	aliveFor   = 15 * time.Second
	// lookEvery is how often a worker looks for campaigns, and a parent after its stream.
	lookEvery = time.Second
	// requestFor bounds one question to the server or to the parent.
	requestFor = 5 * time.Second
	// pause is how long to wait before something that did not work is tried again.
	pause = 500 * time.Millisecond
)

// maxDeliveries is how many workers may die over a share.
const maxDeliveries = 20

// names of what belongs to a campaign.
type names string

func (id names) stream() string  { return prefix + "-" + string(id) }
func (id names) bucket() string  { return prefix + "-" + string(id) }
func (id names) shares() string  { return prefix + "." + string(id) + ".share" }
func (id names) results() string { return prefix + "." + string(id) + ".result" }
func (id names) join() string    { return prefix + "." + string(id) + ".join" }

// The durable consumers of a campaign's stream.
const (
	workersName = "workers"
	parentName  = "parent"
)

// described is the object that says what a campaign is.
const described = "campaign"

// description is what a worker must know of a campaign.
type description struct {
	Packages []packaged `json:"packages"`
}

// packaged is a package of a campaign.
type packaged struct {
	Runner  *runner.Runner           `json:"runner"`
	Expects map[string]runner.Expect `json:"expects,omitempty"`
	Binary  string                   `json:"binary"` // the hash of its content, which is its object's name
	Folder  string                   `json:"folder"` // below the module's root
	Files   files                    `json:"files"`
}

// task is a share on the queue.
type task struct {
	ID    string      `json:"id"`
	Share sweep.Share `json:"share"`
}

// result is what became of a task: Found while it is under way, Outcome when it is done.
type result struct {
	ID         string         `json:"id"`
	Found      *sweep.Finding `json:"found,omitempty"`
	Outcome    *sweep.Outcome `json:"outcome,omitempty"`
	Recordings []recording    `json:"recordings,omitempty"`
}

// recording is a file of the worker's artifacts folder.
type recording struct {
	Name string `json:"name"`
	Data []byte `json:"data"`
}

// joining is what a worker says to a parent.
type joining struct {
	Worker   string   `json:"worker"` // drawn by it when it starts
	Name     string   `json:"name"`
	Identity Identity `json:"identity"`
	Slots    int      `json:"slots"` // shares that it makes at once; 0: it leaves
	Cannot   string   `json:"cannot,omitempty"`
}

// joined is the answer.
type joined struct {
	Refused string `json:"refused,omitempty"`
}

// newID draws a name.
func newID() string {
	var b [6]byte
	_, _ = rand.Read(b[:]) // it never fails
	return hex.EncodeToString(b[:])
}

// passing reports whether an error may go away by itself: a server that is gone comes back.
func passing(err error) bool {
	var api *jetstream.APIError
	if errors.As(err, &api) {
		return api.ErrorCode == 10008 || api.ErrorCode == 10202 // it is starting, or choosing a leader
	}
	for _, e := range []error{
		nats.ErrTimeout, nats.ErrNoResponders, nats.ErrDisconnected, nats.ErrConnectionReconnecting, nats.ErrReconnectBufExceeded,
		nats.ErrNoServers, nats.ErrStaleConnection, context.DeadlineExceeded, jetstream.ErrNoStreamResponse,
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// again does something until it works, fails for good, or ctx is done.
func again(ctx context.Context, do func(context.Context) error) error {
	for {
		once, cancel := context.WithTimeout(ctx, 4*requestFor)
		err := do(once)
		cancel()
		if err == nil || ctx.Err() != nil || !passing(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// campaigns lists the campaigns of a server.
func campaigns(ctx context.Context, js jetstream.JetStream) (map[names]bool, error) {
	ctx, cancel := context.WithTimeout(ctx, requestFor)
	defer cancel()
	all := make(map[names]bool)
	list := js.StreamNames(ctx, jetstream.WithStreamListSubject(names("*").shares()))
	for name := range list.Name() {
		if id, ok := strings.CutPrefix(name, prefix+"-"); ok {
			all[names(id)] = true
		}
	}
	return all, list.Err()
}
