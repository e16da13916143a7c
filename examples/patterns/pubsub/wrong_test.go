//go:build chaosrun

package pubsub

import "testing"

//chaosrun:expect deadlock
func TestWrongPatient(t *testing.T) { curious(t, patientBroker{New[int]()}) }
