package queue

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/sweep"
	"github.com/chaosrun/chaosrun/internal/runner"
	"github.com/chaosrun/chaosrun/internal/toolchain"
)

const explored = `package p

import (
	"os"
	"sync"
	"testing"
)

func some(n int) {
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {})
	}
	wg.Wait()
}

func TestFine(t *testing.T) {
	some(3)
	if _, err := os.Stat("testdata/here"); err != nil {
		t.Fatal(err)
	}
}

func TestOther(t *testing.T) { some(4) }

func TestDeadlock(t *testing.T) { some(2); <-make(chan int) }
`

// module is built once for all tests.
var module = sync.OnceValues(func() (*built, error) {
	dir, err := os.MkdirTemp("", "chaosrun-queue-test-")
	if err != nil {
		return nil, err
	}
	if err := write(dir, map[string]string{
		"go.mod": "module m\n\ngo 1.25\n", "p/p_test.go": explored, "p/testdata/here": "here",
	}); err != nil {
		return nil, err
	}
	ctx := context.Background()
	tc, err := toolchain.Find(ctx, toolchain.Config{Dir: dir})
	if err != nil {
		return nil, err
	}
	b := &built{dir: dir, spec: sweep.Spec{Packages: []string{"./..."}, Strategies: []string{"random", "pct"}, Clocks: []string{""}, Faults: []string{""}, Seeds: []uint64{1}, Schedules: 1000}}
	o := runner.Options{Processes: 2, Runner: runner.Runner{
		Schedules: 1000, Seed: 1, Strategy: "auto", Leaks: "proved", MaxSteps: 100_000, Patience: 30 * time.Second, Tied: true,
		Workers: make(chan struct{}, 2), Explicit: map[string]bool{"strategy": true, "duration": true},
	}}
	b.pkgs, err = sweep.Prepare(ctx, tc, o, &b.spec, &b.x, func(n, of int) {})
	return b, err
})

type built struct {
	dir  string
	spec sweep.Spec
	pkgs []sweep.Package
	x    sweep.Executor
}

func TestMain(m *testing.M) {
	code := m.Run()
	if b, err := module(); err == nil {
		os.RemoveAll(b.dir)
	}
	os.Exit(code)
}

func write(dir string, files map[string]string) error {
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// said is what was logged.
type said struct {
	t  *testing.T
	mu sync.Mutex
	s  []string
}

func (s *said) log(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.s = append(s.s, fmt.Sprintf(format, args...))
	s.t.Logf(format, args...)
}

// has waits until something was said.
func (s *said) has(text string) {
	s.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		s.mu.Lock()
		ok := slices.ContainsFunc(s.s, func(line string) bool { return strings.Contains(line, text) })
		s.mu.Unlock()
		if ok {
			return
		}
	}
	s.t.Errorf("nothing was said of %q", text)
}

// stage is a server with a campaign.
type stage struct {
	*built
	t      *testing.T
	server *Server
	said   *said
	parent *Parent
	nc     *nats.Conn
	c      *sweep.Campaign
	j      *sweep.Journal
	folder string // of artifacts
	id     Identity
}

func newStage(t *testing.T, schedules uint64) *stage {
	t.Helper()
	server, err := NewServer(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Stop() })
	return newStageOn(t, server, schedules)
}

func newStageOn(t *testing.T, server *Server, schedules uint64) *stage {
	t.Helper()
	b, err := module()
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{built: b, t: t, server: server, said: &said{t: t}, folder: t.TempDir(), id: Identity{Version: "v1", Go: "go1", OS: "o", Arch: "a"}}
	s.nc = s.connect()
	spec := b.spec
	spec.Schedules = schedules
	s.c = sweep.NewCampaign(spec, 2)
	folder, err := sweep.OpenFolder(s.folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { folder.Close() })
	if s.j, _, err = s.c.Begin(sweep.Start{Folder: folder}, b.pkgs); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.j.Close() })
	x := b.x.At(s.folder, func(f sweep.Finding) error { return s.j.Append(sweep.Entry{Finding: &f}) })
	if s.parent, err = NewParent(t.Context(), s.nc, s.id, s.folder, b.pkgs, x, s.said.log); err != nil {
		t.Fatal(err)
	}
	s.c.Widen(s.parent.Width, s.parent.Wider())
	return s
}

func (s *stage) connect() *nats.Conn {
	s.t.Helper()
	nc, err := Access{URL: s.server.URL}.Connect("test", s.said.log)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(nc.Close)
	return nc
}

// worker starts a worker; what is sent is how it ended.
func (s *stage) worker(change func(*Worker)) chan error {
	w := &Worker{Identity: s.id, Name: "w", Dir: s.dir, Cache: s.t.TempDir(), Slots: 1, Log: s.said.log}
	if change != nil {
		change(w)
	}
	nc := s.connect()
	ended := make(chan error, 1)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan bool)
	go func() {
		ended <- w.Run(ctx, nc)
		close(done)
	}()
	s.t.Cleanup(func() { stop(); <-done })
	return ended
}

// results runs the campaign, and checks that each run was made once and the finding found.
func (s *stage) results(schedules uint64) {
	s.t.Helper()
	told := func() {
		// What workers cannot make at once is not on the queue, but for shares whose outcome is
		// here and whose acknowledgement is on its way, or was lost with the server: two for each
		// of three slots.
		st, err := s.parent.js.Stream(s.t.Context(), s.parent.id.stream())
		if err != nil {
			return // the server is gone
		}
		info, err := st.Info(s.t.Context(), jetstream.WithSubjectFilter(s.parent.id.shares()))
		most := uint64(s.parent.Width() + 2*3)
		if err == nil && info.State.Subjects[s.parent.id.shares()] > most {
			s.t.Errorf("%d shares are on the queue, want no more than %d", info.State.Subjects[s.parent.id.shares()], most)
		}
	}
	if err := s.c.Run(s.t.Context(), s.parent.Do, s.j, told); err != nil {
		s.t.Fatal(err)
	}
	if err := s.parent.Close(); err != nil {
		s.t.Error(err)
	}
	if n := s.c.Totals(); n.Findings != 1 || n.Errors != 0 || n.Through != 3 || n.Schedules < 4*schedules {
		s.t.Errorf("%+v", n)
	}
	f, err := os.Open(filepath.Join(s.folder, "campaign.jsonl"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	runs := make(map[string]uint64)
	var recording string
	if _, err := sweep.Read(f, func(e sweep.Entry) error {
		if e.Share != nil {
			runs[e.Share.Test] += e.Outcome.Next - e.Share.First
			for _, f := range e.Outcome.Findings {
				recording = f.Recording
			}
		}
		return nil
	}); err != nil {
		s.t.Fatal(err)
	}
	if runs["TestFine"] != 2*schedules || runs["TestOther"] != 2*schedules {
		s.t.Errorf("%v", runs)
	}
	if _, err := os.Stat(filepath.Join(s.folder, recording)); recording == "" || err != nil {
		s.t.Errorf("the recording %q: %v", recording, err)
	}
	if left, err := campaigns(s.t.Context(), s.parent.js); err != nil || len(left) > 0 {
		s.t.Errorf("left on the server: %v, %v", left, err)
	}
}

func TestWorkers(t *testing.T) {
	s := newStage(t, 1000)
	s.parent.max = 100 // shares and outcomes go through the bucket
	s.worker(nil)
	s.worker(func(w *Worker) { w.Slots = 2 })
	s.results(1000)
	s.said.has("campaign " + string(s.parent.id) + " is over")
}

// What one machine cannot do, another one does.
func TestMachine(t *testing.T) {
	s := newStage(t, 1000)
	full := filepath.Join(t.TempDir(), "full")
	if err := os.WriteFile(full, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	ended := s.worker(func(w *Worker) { w.Name, w.Cache = "full", filepath.Join(full, "cache") })
	go func() {
		if err := <-ended; err == nil || !strings.Contains(err.Error(), "cannot keep test binaries: ") {
			t.Error(err)
		}
		s.worker(nil)
	}()
	s.results(1000)
	s.said.has("worker full has left: 0 are there")
}

// The server goes away in the middle, and comes back.
func TestServerGone(t *testing.T) {
	s := newStage(t, 20_000)
	s.worker(nil)
	s.worker(nil)
	restarted := make(chan error, 1)
	go func() {
		s.said.has("taking part in campaign")
		time.Sleep(300 * time.Millisecond)
		s.server.Stop()
		s.said.has("is gone: waiting until it is back")
		time.Sleep(time.Second)
		restarted <- s.server.Start()
	}()
	s.results(20_000)
	select {
	case err := <-restarted:
		if err != nil {
			t.Fatal(err)
		}
	default:
		t.Fatal("the campaign had ended before the server was back")
	}
	s.said.has("is back")
}

// What the server stores is lost.
func TestStreamLost(t *testing.T) {
	s := newStage(t, 10)
	go func() {
		time.Sleep(100 * time.Millisecond)
		if err := s.parent.js.DeleteStream(t.Context(), s.parent.id.stream()); err != nil {
			t.Error(err)
		}
	}()
	err := s.c.Run(t.Context(), s.parent.Do, s.j, nil)
	if err == nil || !strings.Contains(err.Error(), "does not know the campaign any more: has its storage been emptied? Go on with -resume") {
		t.Error(err)
	}
	if err := s.parent.Close(); err != nil {
		t.Error(err)
	}
}

// Shares that the server has lost are made all the same.
func TestSharesLost(t *testing.T) {
	s := newStage(t, 1000)
	stream, err := s.parent.js.Stream(t.Context(), s.parent.id.stream())
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for n := uint64(0); n == 0; time.Sleep(10 * time.Millisecond) {
			info, err := stream.Info(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			n = info.State.Msgs
		}
		if err := stream.Purge(t.Context()); err != nil {
			t.Error(err)
		}
		s.worker(nil)
	}()
	s.results(1000)
	s.said.has("the NATS server has lost shares (1): they are put there again")
}

func TestRefused(t *testing.T) {
	s := newStage(t, 10)
	other := t.TempDir()
	if err := write(other, map[string]string{"p/p_test.go": explored, "p/testdata/here": "here", "p/more_test.go": "package p"}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		change func(*Worker)
		want   string
	}{
		{func(w *Worker) { w.Identity.Version = "v2" }, "it is chaosrun v2, go1 o/a, and the campaign's is chaosrun v1, go1 o/a: use the same one for both"},
		{func(w *Worker) { w.Identity.Go = "go2" }, "it is chaosrun v1, go2 o/a, and"},
		{func(w *Worker) { w.Identity.Arch = "b" }, "it is chaosrun v1, go1 o/b, and"},
		{func(w *Worker) { w.Identity.Build = "7" }, "it is chaosrun v1, go1 o/a, build 7, and"},
		{func(w *Worker) { w.Dir = t.TempDir() }, "there is no folder p for package m/p below "},
		{func(w *Worker) { w.Dir = other }, "is not that of the campaign (it has more_test.go too): check out the same commit"},
	} {
		err := <-s.worker(c.change)
		if err == nil || !strings.Contains(err.Error(), "campaign "+string(s.parent.id)+" refuses this worker: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %q", err, c.want)
		}
		s.said.has("worker w is refused: ")
		s.said.has(c.want)
	}
	if n := s.parent.workers.slots(); n != 0 {
		t.Errorf("%d processes have joined", n)
	}
	if err := s.parent.Close(); err != nil {
		t.Error(err)
	}
}

// A process that was killed leaves its campaign on the server, and the next one takes it away.
func TestLeftBehind(t *testing.T) {
	s := newStage(t, 10)
	p, err := NewParent(t.Context(), s.nc, s.id, s.folder, s.pkgs, &s.x, s.said.log)
	if err != nil {
		t.Fatal(err)
	}
	there, err := campaigns(t.Context(), p.js)
	if err != nil || len(there) != 1 || !there[p.id] {
		t.Errorf("%v, %v, want %s alone", there, err, p.id)
	}
	if _, err := p.js.ObjectStore(t.Context(), s.parent.id.bucket()); !errors.Is(err, jetstream.ErrBucketNotFound) {
		t.Error("the bucket of the one before is there: ", err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}
