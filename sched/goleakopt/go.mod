module github.com/chaosrun/chaosrun/sched/goleakopt

go 1.25

require (
	github.com/chaosrun/chaosrun v0.0.0
	go.uber.org/goleak v1.3.0
)
