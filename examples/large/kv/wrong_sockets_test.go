//go:build chaosrun && !stress

package kv

import "testing"

//chaosrun:expect assert
func TestWrongPartitioned(t *testing.T) { partitioned(t, newSaving) }
