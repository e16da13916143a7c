package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"modernc.org/sqlite"
)

func init() {
	// pause makes a query slow: it takes a number of milliseconds, and is true.
	sqlite.MustRegisterScalarFunction("pause", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		time.Sleep(time.Duration(args[0].(int64)) * time.Millisecond)
		return int64(1), nil
	})
}

const accounts = `
	CREATE TABLE accounts (id INTEGER PRIMARY KEY, owner TEXT, balance INTEGER);
	INSERT INTO accounts VALUES (1, 'ann', 10), (2, 'bob', 20), (3, 'eve', 30)`

// slowAccounts takes its time for each row.
const slowAccounts = `
	CREATE TABLE t (id INTEGER PRIMARY KEY, owner TEXT, balance INTEGER);
	INSERT INTO t VALUES (1, 'ann', 10);
	CREATE VIEW accounts AS SELECT * FROM t WHERE pause(30)`

// slowUpdates takes its time for each account that is changed.
const slowUpdates = accounts + `;
	CREATE TRIGGER slow BEFORE UPDATE ON accounts BEGIN SELECT pause(5); END`

// open returns a database in a file, since a connection that was interrupted may be
// closed, and one in memory is gone then. The pool has one connection: whoever keeps it
// stops everybody else.
func open(t *testing.T, schema string) *sql.DB {
	t.Helper()
	file := filepath.Join(t.TempDir(), "accounts.db")
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=synchronous(off)&_pragma=journal_mode(memory)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(schema); err != nil {
		t.Fatal(err)
	}
	return db
}

func balances(t *testing.T, db *sql.DB) (all []int) {
	t.Helper()
	rows, err := db.Query("SELECT balance FROM accounts ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			t.Fatal(err)
		}
		all = append(all, n)
	}
	return all
}

// store is what Store and its wrong versions have in common.
type store interface {
	Owner(ctx context.Context, id int, limit time.Duration) (string, error)
	First(ctx context.Context, ok func(owner string) bool) (string, error)
	Transfer(ctx context.Context, from, to, amount int) error
}

type newStore func(*sql.DB) store

func ours(db *sql.DB) store { return New(db) }

// tooSlow asks a slow database, with a limit.
func tooSlow(t *testing.T, newStore newStore) {
	db := open(t, slowAccounts)
	defer db.Close()
	if owner, err := newStore(db).Owner(t.Context(), 1, 2*time.Millisecond); !errors.Is(err, ErrTimeout) {
		t.Errorf("got %q, %v, want %v", owner, err, ErrTimeout)
	}
	if got := balances(t, db); !slices.Equal(got, []int{10}) { // the connection is back
		t.Errorf("balances %v", got)
	}
}

// stopsEarly finds what it looks for in the first row, and asks again.
func stopsEarly(t *testing.T, newStore newStore) {
	db := open(t, accounts)
	defer db.Close()
	s := newStore(db)
	for range 2 {
		if owner, err := s.First(t.Context(), func(string) bool { return true }); owner != "ann" || err != nil {
			t.Errorf("got %q, %v, want ann", owner, err)
		}
	}
}

// notEnough asks for more than there is, and then for less.
func notEnough(t *testing.T, newStore newStore) {
	db := open(t, accounts)
	defer db.Close()
	s := newStore(db)
	if err := s.Transfer(t.Context(), 1, 2, 11); !errors.Is(err, ErrFunds) {
		t.Errorf("error %v, want %v", err, ErrFunds)
	}
	if err := s.Transfer(t.Context(), 1, 2, 10); err != nil {
		t.Error(err)
	}
	if got := balances(t, db); !slices.Equal(got, []int{0, 30, 30}) {
		t.Errorf("balances %v", got)
	}
}

// allOrNothing has a limit that is over in the middle of the first change, of the
// second, and after both.
func allOrNothing(t *testing.T, newStore newStore) {
	for _, limit := range []time.Duration{2, 7, 1000} {
		db := open(t, slowUpdates)
		ctx, cancel := context.WithTimeout(t.Context(), limit*time.Millisecond)
		want := []int{5, 25, 30}
		if err := newStore(db).Transfer(ctx, 1, 2, 5); err != nil {
			want = []int{10, 20, 30}
		}
		if got := balances(t, db); !slices.Equal(got, want) {
			t.Errorf("limit %d ms: balances %v, want %v", limit, got, want)
		}
		cancel()
		db.Close()
	}
}

//chaosrun:clock idle
func TestTooSlow(t *testing.T) { tooSlow(t, ours) }

func TestStopsEarly(t *testing.T) { stopsEarly(t, ours) }

func TestNotEnough(t *testing.T) { notEnough(t, ours) }

func TestAllOrNothing(t *testing.T) { allOrNothing(t, ours) }

// Somebody cancels, at some time.
func TestCancelled(t *testing.T) {
	db := open(t, accounts)
	defer db.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go cancel()
	want := []int{5, 25, 30}
	if err := New(db).Transfer(ctx, 1, 2, 5); err != nil {
		want = []int{10, 20, 30}
	}
	if got := balances(t, db); !slices.Equal(got, want) {
		t.Errorf("balances %v, want %v", got, want)
	}
}

//chaosrun:clock idle
func TestFound(t *testing.T) {
	db := open(t, accounts)
	defer db.Close()
	s := New(db)
	if owner, err := s.Owner(t.Context(), 2, time.Hour); owner != "bob" || err != nil {
		t.Errorf("got %q, %v, want bob", owner, err)
	}
	if owner, err := s.Owner(t.Context(), 4, time.Hour); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %q, %v, want %v", owner, err, ErrNotFound)
	}
	if owner, err := s.First(t.Context(), func(owner string) bool { return strings.HasPrefix(owner, "e") }); owner != "eve" || err != nil {
		t.Errorf("got %q, %v, want eve", owner, err)
	}
	if owner, err := s.First(t.Context(), func(string) bool { return false }); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %q, %v, want %v", owner, err, ErrNotFound)
	}
}
