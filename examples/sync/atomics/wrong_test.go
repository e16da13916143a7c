//go:build chaosrun

package atomics

import "testing"

//chaosrun:expect assert
func TestWrongLoadStore(t *testing.T) { exact(t, new(loadStore)) }
