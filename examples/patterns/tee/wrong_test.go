//go:build chaosrun

package tee

import "testing"

func TestWrongInTurnBoth(t *testing.T) { bothEqual(t, teeInTurn) }

//chaosrun:expect deadlock
func TestWrongInTurn(t *testing.T) { secondFirst(t, teeInTurn) }

//chaosrun:expect assert
func TestWrongTwice(t *testing.T) { bothEqual(t, teeTwice) }

func TestWrongDeafBoth(t *testing.T) { bothEqual(t, teeDeaf) }

// One output is not read: the other stalls, and nothing can be done about it.
//
//chaosrun:expect deadlock
func TestWrongDeaf(t *testing.T) { oneUnread(t, teeDeaf) }
