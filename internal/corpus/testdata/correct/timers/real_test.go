//go:build !chaosrun

package timers

import "time"

const (
	virtual = false
	unit    = time.Millisecond
	long    = 100 * time.Millisecond
)
