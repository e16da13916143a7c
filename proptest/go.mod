module github.com/chaosrun/chaosrun/proptest

go 1.25

require (
	github.com/anishathalye/porcupine v1.3.1
	github.com/chaosrun/chaosrun v0.0.0
	github.com/leanovate/gopter v0.2.9
	golang.org/x/sync v0.1.0
)
