//go:build chaosrun

package ratelimit

import "testing"

//chaosrun:expect leak
func TestWrongTicking(t *testing.T) { allPass(t, newTicking) }

func TestWrongWaitingAllPass(t *testing.T) { allPass(t, newWaiting) }

//chaosrun:expect assert
func TestWrongWaiting(t *testing.T) { anyWindow(t, newWaiting) }

//chaosrun:expect assert
func TestWrongWindowed(t *testing.T) { anyWindow(t, newWindowed) }
