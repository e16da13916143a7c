package timeouts
