//go:build chaosrun

package workerpool

import "testing"

// Two workers and two buffers for two: there is room for six jobs.
func TestWrongFeedFirstFew(t *testing.T) { everyJobOnce(t, doFeedFirst, 6) }

//chaosrun:expect deadlock
func TestWrongFeedFirst(t *testing.T) { everyJobOnce(t, doFeedFirst, 7) }

func TestWrongRecoverNoPanic(t *testing.T) { everyJobOnce(t, doRecover, 4) }

//chaosrun:expect deadlock
func TestWrongRecover(t *testing.T) { onePanics(t, doRecover) }
