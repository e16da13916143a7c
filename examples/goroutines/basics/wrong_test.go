//go:build chaosrun

package basics

import "testing"

//chaosrun:expect assert
func TestWrongHope(t *testing.T) { bothRan(t, startAndHope) }

// Work that takes no time is done before the second is over, in every schedule.
func TestWrongSleepQuick(t *testing.T) { bothRan(t, startAndSleep) }

// Work that takes as long as the sleep may come second.
//
//chaosrun:expect assert
func TestWrongSleep(t *testing.T) { takesTime(t, startAndSleep) }
