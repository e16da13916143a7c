//go:build chaosrun

package boundedparallelism

import "testing"

// Nobody cancels: it works.
func TestWrongPublishedAllResults(t *testing.T) { allResults(t, published) }

//chaosrun:expect deadlock
func TestWrongPublishedCancelled(t *testing.T) { cancelled(t, published) }
