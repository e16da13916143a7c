// Package sqls has correct programs that use database/sql with SQLite.
package sqls

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"sync"
	"testing"

	_ "modernc.org/sqlite"
)

func open(t *testing.T, dsn string, conns int) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	db.SetMaxOpenConns(conns)
	if _, err := db.Exec(`create table if not exists items (id integer primary key, name text)`); err != nil {
		t.Fatal(err)
	}
	return db
}

func count(t *testing.T, db *sql.DB) (n int) {
	t.Helper()
	if err := db.QueryRow(`select count(*) from items`).Scan(&n); err != nil {
		t.Error(err)
	}
	return n
}

func TestQuery(t *testing.T) {
	db := open(t, ":memory:", 1)
	for i, name := range []string{"one", "two"} {
		if _, err := db.Exec(`insert into items values (?, ?)`, i+1, name); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := db.Query(`select id, name from items order by id desc`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	got := ""
	for rows.Next() {
		var id int
		var name string
		if err := rows.Scan(&id, &name); err != nil {
			t.Fatal(err)
		}
		got += name + " "
	}
	if rows.Err() != nil || got != "two one " {
		t.Fatal(got, rows.Err())
	}
}

func TestRollback(t *testing.T) {
	db := open(t, ":memory:", 1)
	for _, commit := range []bool{false, true} {
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(`insert into items (name) values ('x')`); err != nil {
			t.Fatal(err)
		}
		end, want := tx.Rollback, 0
		if commit {
			end, want = tx.Commit, 1
		}
		if err := end(); err != nil {
			t.Fatal(err)
		}
		if n := count(t, db); n != want {
			t.Fatalf("%d rows, want %d", n, want)
		}
	}
}

func TestPool(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "db")+"?_pragma=busy_timeout(60000)&_txlock=immediate", 2)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			if _, err := db.Exec(`insert into items values (?, 'x')`, i); err != nil {
				t.Error(err)
			}
			var id int
			if err := db.QueryRow(`select id from items where id = ?`, i).Scan(&id); err != nil || id != i {
				t.Error(id, err)
			}
		})
	}
	wg.Wait()
	if n := count(t, db); n != 4 {
		t.Fatal(n)
	}
	if s := db.Stats(); s.OpenConnections > 2 || s.InUse != 0 {
		t.Fatal(s)
	}
}

func TestCancelled(t *testing.T) {
	db := open(t, ":memory:", 1)
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error, 1)
	go func() { // waits for the only connection
		_, err := db.ExecContext(ctx, `insert into items (name) values ('x')`)
		failed <- err
	}()
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	if n := count(t, db); n != 0 {
		t.Fatal(n)
	}
}
