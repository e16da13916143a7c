package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// What a store says that cannot do what it is asked for.
var (
	ErrNotFound = errors.New("not found")
	ErrTimeout  = errors.New("the database takes too long")
	ErrFunds    = errors.New("not enough funds")
)

// Store has accounts, each with an owner and a balance.
type Store struct{ db *sql.DB }

// New returns a store in db.
func New(db *sql.DB) *Store { return &Store{db} }

// Owner returns the owner of an account, or [ErrNotFound], or after limit [ErrTimeout].
func (s *Store) Owner(ctx context.Context, id int, limit time.Duration) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	owner, err := s.owner(ctx, id)
	if errors.Is(err, context.DeadlineExceeded) { // it may be wrapped, and here it is
		return "", ErrTimeout
	}
	return owner, err
}

func (s *Store) owner(ctx context.Context, id int) (owner string, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT owner FROM accounts WHERE id = ?", id).Scan(&owner)
	switch {
	case err == nil:
		return owner, nil
	case errors.Is(err, sql.ErrNoRows):
		return "", fmt.Errorf("account %d: %w", id, ErrNotFound)
	case ctx.Err() != nil: // whatever the driver says, this is why
		return "", fmt.Errorf("account %d: %w", id, ctx.Err())
	}
	return "", fmt.Errorf("account %d: %w", id, err)
}

// First returns the first owner for whom ok is true. It reads no further than that.
func (s *Store) First(ctx context.Context, ok func(owner string) bool) (string, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT owner FROM accounts ORDER BY id")
	if err != nil {
		return "", err
	}
	defer rows.Close() // gives the connection back to the pool, wherever we stop
	for rows.Next() {
		var owner string
		if err := rows.Scan(&owner); err != nil {
			return "", err
		}
		if ok(owner) {
			return owner, nil
		}
	}
	if err := rows.Err(); err != nil { // the end, or not?
		return "", err
	}
	return "", ErrNotFound
}

// Transfer moves amount from one account to another, or returns an error and moves
// nothing.
func (s *Store) Transfer(ctx context.Context, from, to, amount int) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after a commit it does nothing
	var balance int
	if err := tx.QueryRowContext(ctx, "SELECT balance FROM accounts WHERE id = ?", from).Scan(&balance); err != nil {
		return err
	}
	if balance < amount {
		return ErrFunds
	}
	if _, err := tx.ExecContext(ctx, "UPDATE accounts SET balance = balance - ? WHERE id = ?", amount, from); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE accounts SET balance = balance + ? WHERE id = ?", amount, to); err != nil {
		return err
	}
	return tx.Commit()
}
