// Package reporttest has recordings with which reports are tested, and a strict reader of what go test
// -json prints.
package reporttest

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/chaosrun/chaosrun/internal/trace"
)

const bankSource = `package bank

func transfer(from, to *sync.Mutex) {
	from.Lock()
	to.Lock()
}

func TestTransfer(t *testing.T) {
	go transfer(b, a)
	transfer(a, b)
}
`

// Bank is the recording of a deadlock: g1 locks mutex#1, g2 mutex#2, each wants the
// other's.
func Bank() *trace.Trace {
	at := func(fn string, line int) trace.Frame {
		return trace.Frame{Func: "bank." + fn, File: "bank_test.go", Line: line}
	}
	first, second, start := at("transfer", 4), at("transfer", 5), at("TestTransfer", 9)
	left := func(id int, o string) trace.Stuck {
		return trace.Stuck{ID: id, Status: "stuck", Reason: "sync.Mutex.Lock", Objects: []string{o}, Stack: []trace.Frame{second}}
	}
	return &trace.Trace{
		Header: trace.Header{
			Package: "bank", Test: "TestTransfer", Kind: "deadlock", Message: "all wait", Run: 3, Seed: 1, Strategy: "random",
			Goroutine: []trace.Stuck{left(1, "mutex#2"), left(2, "mutex#1")},
		},
		Events: []trace.Event{
			{G: 1, Kind: trace.EvStart, Detail: "g0"},
			{G: 1, Kind: trace.EvPick, Next: 1},
			{G: 2, Kind: trace.EvStart, Detail: "g1", At: start},
			{G: 1, Kind: "go", At: start, N: 2, K: 1, Next: 2},
			{G: 2, Kind: "Lock", Object: "mutex#2", At: first},
			{G: 2, Kind: "Lock", Object: "mutex#1", At: second, N: 2, K: 0, Next: 1},
			{G: 1, Kind: "Lock", Object: "mutex#1", At: first},
			{G: 1, Kind: "Lock", Object: "mutex#2", At: second, N: 2, K: 1, Next: 2},
			{G: 2, Kind: trace.EvWait, Object: "mutex#1", At: second, Detail: "sync.Mutex.Lock"},
			{G: 1, Kind: trace.EvPick, Next: 1},
			{G: 1, Kind: trace.EvWait, Object: "mutex#2", At: second, Detail: "sync.Mutex.Lock"},
		},
	}
}

// BankModule is a folder with the module of [Bank], beside a file that is not in the module.
func BankModule(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("secret.go", "package secret // a secret of this machine\n")
	write("m/go.mod", "module bank\n")
	write("m/bank_test.go", bankSource)
	write("m/notes.txt", "a secret note\n")
	if err := os.Symlink(filepath.Join(dir, "secret.go"), filepath.Join(dir, "m", "link.go")); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "m")
}

// hostile closes what it may be in and runs a script.
const hostile = `</script></style></title>'"><script>window.hostile=true</script><img src=x onerror=window.hostile=true>{{.}}` + "`${1}\u2028"

// Hostile has hostile text in every field.
func Hostile() *trace.Trace {
	t := Bank()
	t.Races = []trace.Race{{First: trace.Access{Op: "x", Stack: make([]trace.Frame, 1)}, Second: trace.Access{Op: "x", Created: make([]trace.Frame, 1)}}}
	t.Notes, t.Args = []string{""}, []string{""}
	poison(reflect.ValueOf(t).Elem())
	for i := range t.Events {
		t.Events[i].Kind = Bank().Events[i].Kind
	}
	t.Events = append(t.Events, trace.Event{G: 1, Kind: hostile, Object: hostile, Detail: hostile})
	return t
}

// poison puts hostile text in every string of a value.
func poison(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(hostile + v.String())
	case reflect.Struct:
		for i := range v.NumField() {
			poison(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			poison(v.Index(i))
		}
	}
}
