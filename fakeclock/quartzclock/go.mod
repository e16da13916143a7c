module github.com/chaosrun/chaosrun/fakeclock/quartzclock

go 1.25

require (
	github.com/chaosrun/chaosrun v0.0.0
	github.com/coder/quartz v0.3.1
)
