//go:build chaosrun

package kv

import "testing"

//chaosrun:expect assert
func TestWrongSaving(t *testing.T) { linearizable(t, newSaving) }

//chaosrun:expect assert
func TestWrongPartitioned(t *testing.T) { partitioned(t, newSaving) }
