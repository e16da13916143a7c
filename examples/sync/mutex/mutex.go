package mutex

import (
	"errors"
	"sync"
)

// ErrFunds says that an account does not hold the amount that was to be taken from it.
var ErrFunds = errors.New("not enough funds")

// Bank holds accounts, numbered from 0. Accounts have a lock each, so that transfers
// between different accounts do not wait for one another. Locks are taken in the order
// of the accounts' numbers, always.
type Bank struct {
	accounts []account
}

type account struct {
	mu      sync.Mutex
	balance int // guarded by mu
}

// New returns a bank with an account for each balance.
func New(balances ...int) *Bank {
	b := &Bank{accounts: make([]account, len(balances))}
	for i, balance := range balances {
		b.accounts[i].balance = balance
	}
	return b
}

// Deposit adds amount to an account.
func (b *Bank) Deposit(number, amount int) {
	a := &b.accounts[number]
	a.mu.Lock()
	defer a.mu.Unlock()
	a.balance += amount
}

// Transfer moves amount from one account to another, or returns [ErrFunds] and moves
// nothing. Nobody sees the amount in both accounts or in neither.
func (b *Bank) Transfer(from, to, amount int) error {
	if from == to {
		return nil // there is one lock, and it cannot be taken twice
	}
	first, second := &b.accounts[min(from, to)], &b.accounts[max(from, to)]
	first.mu.Lock()
	defer first.mu.Unlock()
	second.mu.Lock()
	defer second.mu.Unlock()
	if b.accounts[from].balance < amount {
		return ErrFunds
	}
	b.accounts[from].balance -= amount
	b.accounts[to].balance += amount
	return nil
}

// Total returns the sum of all accounts at one moment.
func (b *Bank) Total() int {
	sum := 0
	for i := range b.accounts {
		b.accounts[i].mu.Lock()
		defer b.accounts[i].mu.Unlock() // at the end: all locks are held at once
		sum += b.accounts[i].balance
	}
	return sum
}
