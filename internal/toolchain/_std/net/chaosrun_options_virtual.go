package net

// The options that methods of connections set.
const (
	chaosNoDelay = iota
	chaosKeepAlive
	chaosKeepIdle
	chaosKeepInterval
	chaosKeepCount
	chaosReceiveBuffer
	chaosSendBuffer
	chaosLinger
	chaosOptions
)
