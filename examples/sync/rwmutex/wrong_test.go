//go:build chaosrun

package rwmutex

import "testing"

func cached() *Cache[string, int] { return New[string, int]() }

//chaosrun:expect deadlock
func TestWrongNested(t *testing.T) { together(t, nested{cached()}) }

//chaosrun:expect deadlock
func TestWrongUpgrading(t *testing.T) { makeOnce(t, upgrading{cached()}) }

//chaosrun:expect assert
func TestWrongTrusting(t *testing.T) { makeOnce(t, trusting{cached()}) }

//chaosrun:expect race
func TestWrongCounting(t *testing.T) { register(t, &counting{Cache: cached()}) }
