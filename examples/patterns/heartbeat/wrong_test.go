//go:build chaosrun

package heartbeat

import "testing"

func TestWrongPerItemIgnored(t *testing.T) { beatsIgnored(t, workPerItem) }

//chaosrun:expect assert
func TestWrongPerItem(t *testing.T) { longWork(t, workPerItem) }

func TestWrongWhileWorkingLong(t *testing.T) { longWork(t, workWhileWorking) }

//chaosrun:expect assert
func TestWrongWhileWorking(t *testing.T) { resultsUnread(t, workWhileWorking) }

//chaosrun:expect deadlock
func TestWrongLoud(t *testing.T) { beatsIgnored(t, workLoud) }
