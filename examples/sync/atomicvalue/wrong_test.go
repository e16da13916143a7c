//go:build chaosrun

package atomicvalue

import "testing"

//chaosrun:expect assert
func TestWrongTorn(t *testing.T) { neverTorn(t, torn) }

//chaosrun:expect panic
func TestWrongLastError(t *testing.T) { anyError(t, new(lastError)) }
