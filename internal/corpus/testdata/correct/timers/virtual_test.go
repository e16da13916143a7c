//go:build chaosrun

package timers

import "time"

const (
	virtual = true
	unit    = time.Second
	long    = 1000 * time.Hour
)
