//go:build chaosrun

package proptest

import "testing"

// Under chaosrun test the test itself is explored.
func fromBytes(f *testing.F, name string) { f.Skip(name + " is explored instead") }
