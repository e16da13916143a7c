module github.com/chaosrun/chaosrun/examples

go 1.25.0

require (
	github.com/anishathalye/porcupine v1.3.1
	github.com/chaosrun/chaosrun v0.0.0
	github.com/chaosrun/chaosrun/proptest v0.0.0
	github.com/leanovate/gopter v0.2.9
	github.com/pingcap/failpoint v0.0.0-20240528011301-b51a646c7c86
	go.uber.org/goleak v1.3.0
	golang.org/x/sync v0.22.0
	modernc.org/sqlite v1.50.0
)

require (
	github.com/dustin/go-humanize v1.0.1 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/mattn/go-isatty v0.0.20 // indirect
	github.com/ncruces/go-strftime v1.0.0 // indirect
	github.com/pingcap/errors v0.11.4 // indirect
	github.com/remyoudompheng/bigfft v0.0.0-20230129092748-24d4a6f8daec // indirect
	golang.org/x/sys v0.42.0 // indirect
	modernc.org/libc v1.72.0 // indirect
	modernc.org/mathutil v1.7.1 // indirect
	modernc.org/memory v1.11.0 // indirect
)
