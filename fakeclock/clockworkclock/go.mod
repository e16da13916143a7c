module github.com/chaosrun/chaosrun/fakeclock/clockworkclock

go 1.25

require (
	github.com/chaosrun/chaosrun v0.0.0
	github.com/jonboulle/clockwork v0.5.0
)
