//go:build chaosrun

package pubsub

import "slices"

// copyBroker does not hold its lock while it sends: it copies the list of subscribers,
// as one does with callbacks. A subscriber on the copy may have left since.
type copyBroker struct{ *Broker[int] }

func (b copyBroker) Publish(topic string, v int) int {
	b.mu.RLock()
	subs := slices.Clone(b.subs[topic])
	b.mu.RUnlock()
	reached := 0
	for _, c := range subs {
		select {
		case c <- v:
			reached++
		default:
		}
	}
	return reached
}

// patientBroker loses no message: it waits for room. It waits with the lock held, and
// whoever could make room may need the lock first.
type patientBroker struct{ *Broker[int] }

func (b patientBroker) Publish(topic string, v int) int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, c := range b.subs[topic] {
		c <- v
	}
	return len(b.subs[topic])
}
