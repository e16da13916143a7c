package mutex

import (
	"errors"
	"sync"
	"testing"
)

// transfer is what [Bank.Transfer] and its wrong versions have in common.
type transfer func(b *Bank, from, to, amount int) error

// toAndFro moves money in both directions at once.
func toAndFro(t *testing.T, transfer transfer) {
	b := New(100, 100)
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := transfer(b, 0, 1, 10); err != nil {
			t.Error(err)
		}
	})
	wg.Go(func() {
		if err := transfer(b, 1, 0, 25); err != nil {
			t.Error(err)
		}
	})
	wg.Wait()
	if got := [2]int{b.accounts[0].balance, b.accounts[1].balance}; got != [2]int{115, 85} {
		t.Errorf("balances %v, want [115 85]", got)
	}
}

// totalStays looks at the total while money moves.
func totalStays(t *testing.T, transfer transfer) {
	b := New(100, 100)
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := transfer(b, 0, 1, 10); err != nil {
			t.Error(err)
		}
	})
	if sum := b.Total(); sum != 200 {
		t.Errorf("total %d, want 200", sum)
	}
	wg.Wait()
}

// notEnough asks for too much. The account must go on working.
func notEnough(t *testing.T, transfer transfer) {
	b := New(5, 0)
	if err := transfer(b, 0, 1, 10); !errors.Is(err, ErrFunds) {
		t.Errorf("error %v, want %v", err, ErrFunds)
	}
	b.Deposit(0, 5)
	if err := transfer(b, 0, 1, 10); err != nil {
		t.Errorf("error %v after the deposit", err)
	}
}

func toItself(t *testing.T, transfer transfer) {
	b := New(5)
	if err := transfer(b, 0, 0, 3); err != nil || b.Total() != 5 {
		t.Errorf("error %v and total %d, want 5", err, b.Total())
	}
}

func TestToAndFro(t *testing.T)   { toAndFro(t, (*Bank).Transfer) }
func TestTotalStays(t *testing.T) { totalStays(t, (*Bank).Transfer) }
func TestNotEnough(t *testing.T)  { notEnough(t, (*Bank).Transfer) }
func TestToItself(t *testing.T)   { toItself(t, (*Bank).Transfer) }

// No deposit is lost, whatever else goes on.
func TestDeposits(t *testing.T) {
	b := New(0, 50)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() { b.Deposit(0, 1) })
	}
	wg.Go(func() {
		if err := b.Transfer(1, 0, 10); err != nil {
			t.Error(err)
		}
	})
	wg.Wait()
	if got := b.accounts[0].balance; got != 13 {
		t.Errorf("balance %d, want 13", got)
	}
}
