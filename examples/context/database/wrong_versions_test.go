//go:build chaosrun

package database

import (
	"context"
	"database/sql"
	"time"
)

// comparing compares the error, which is wrapped, with ==.
type comparing struct{ *Store }

func newComparing(db *sql.DB) store { return comparing{New(db)} }

func (s comparing) Owner(ctx context.Context, id int, limit time.Duration) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	owner, err := s.owner(ctx, id)
	if err == context.DeadlineExceeded {
		return "", ErrTimeout
	}
	return owner, err
}

// keeping does not close its rows. Rows that are read to the end close themselves, which
// is why it works most of the time.
type keeping struct{ *Store }

func newKeeping(db *sql.DB) store { return keeping{New(db)} }

func (s keeping) First(ctx context.Context, ok func(owner string) bool) (string, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT owner FROM accounts ORDER BY id")
	if err != nil {
		return "", err
	}
	for rows.Next() {
		var owner string
		if err := rows.Scan(&owner); err != nil {
			return "", err
		}
		if ok(owner) {
			return owner, nil
		}
	}
	return "", ErrNotFound
}

// Transfer rolls nothing back when it returns early.
func (s keeping) Transfer(ctx context.Context, from, to, amount int) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
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

// loose makes its two changes without a transaction. A cancel comes between them.
type loose struct{ *Store }

func newLoose(db *sql.DB) store { return loose{New(db)} }

func (s loose) Transfer(ctx context.Context, from, to, amount int) error {
	if _, err := s.db.ExecContext(ctx, "UPDATE accounts SET balance = balance - ? WHERE id = ?", amount, from); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, "UPDATE accounts SET balance = balance + ? WHERE id = ?", amount, to)
	return err
}
