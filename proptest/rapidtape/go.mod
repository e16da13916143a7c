module github.com/chaosrun/chaosrun/proptest/rapidtape

go 1.25

require (
	github.com/chaosrun/chaosrun v0.0.0
	pgregory.net/rapid v1.3.0
)
