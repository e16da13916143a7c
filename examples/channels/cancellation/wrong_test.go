//go:build chaosrun

package cancellation

import "testing"

//chaosrun:expect deadlock
func TestWrongDeaf(t *testing.T) { stoppedWhileSubmitting(t, startDeaf) }

//chaosrun:expect deadlock
func TestWrongSent(t *testing.T) { stoppedWhileSubmitting(t, startSent) }
