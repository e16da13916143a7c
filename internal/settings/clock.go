package settings

import (
	"fmt"
	"strings"
	"time"
)

// Clock is a clock policy, as package fakeclock describes them.
type Clock struct {
	Frozen, Racing bool
	Jitter         time.Duration
}

// ParseClock reads a clock policy: idle, racing, manual, or jitter: and a duration.
func ParseClock(text string) (c Clock, err error) {
	switch text {
	case "idle":
		return Clock{}, nil
	case "racing":
		return Clock{Racing: true}, nil
	case "manual":
		return Clock{Frozen: true}, nil
	}
	if late, ok := strings.CutPrefix(text, "jitter:"); ok {
		if c.Jitter, err = time.ParseDuration(late); err == nil && c.Jitter > 0 {
			return c, nil
		}
	}
	return Clock{}, fmt.Errorf("the clock is %q: want idle, racing, manual, or jitter: and a duration like jitter:50ms", text)
}
