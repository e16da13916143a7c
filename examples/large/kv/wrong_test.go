//go:build chaosrun

package kv

import "testing"

//chaosrun:expect assert
func TestWrongSaving(t *testing.T) { linearizable(t, newSaving) }
