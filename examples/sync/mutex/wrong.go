//go:build chaosrun

package mutex

// transferAsCalled takes the locks in the order in which the accounts are named. Two
// transfers in opposite directions each hold what the other needs.
func transferAsCalled(b *Bank, from, to, amount int) error {
	source, target := &b.accounts[from], &b.accounts[to]
	source.mu.Lock()
	defer source.mu.Unlock()
	target.mu.Lock()
	defer target.mu.Unlock()
	if source.balance < amount {
		return ErrFunds
	}
	source.balance -= amount
	target.balance += amount
	return nil
}

// transferByHand unlocks by hand, in the last lines. One way out is without.
func transferByHand(b *Bank, from, to, amount int) error {
	first, second := &b.accounts[min(from, to)], &b.accounts[max(from, to)]
	first.mu.Lock()
	second.mu.Lock()
	if b.accounts[from].balance < amount {
		return ErrFunds
	}
	b.accounts[from].balance -= amount
	b.accounts[to].balance += amount
	second.mu.Unlock()
	first.mu.Unlock()
	return nil
}

// transferInSteps holds no two locks, so it cannot deadlock. But in between the amount
// is nowhere.
func transferInSteps(b *Bank, from, to, amount int) error {
	source := &b.accounts[from]
	source.mu.Lock()
	if source.balance < amount {
		source.mu.Unlock()
		return ErrFunds
	}
	source.balance -= amount
	source.mu.Unlock()
	b.Deposit(to, amount)
	return nil
}
