//go:build chaosrun

package semaphore

import "testing"

//chaosrun:expect assert
func TestWrongNoWait(t *testing.T) { allAtMostThree(t, eachNoWait) }

func TestWrongReleasesAll(t *testing.T) { allAtMostThree(t, eachReleases) }

//chaosrun:expect deadlock
func TestWrongReleases(t *testing.T) { cancelled(t, eachReleases) }

//chaosrun:expect deadlock
func TestWrongTwice(t *testing.T) { allAtMostThree(t, eachTwice) }
