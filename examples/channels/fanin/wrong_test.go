//go:build chaosrun

package fanin

import "testing"

func TestWrongDeafAll(t *testing.T) { allInOrder(t, fanInDeaf) }

//chaosrun:expect leak
func TestWrongDeaf(t *testing.T) { stopEarly(t, fanInDeaf) }

func TestWrongEagerAll(t *testing.T) { allInOrder(t, fanInEager) }
