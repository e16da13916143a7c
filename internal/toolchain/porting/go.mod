module github.com/chaosrun/chaosrun/internal/toolchain/porting

go 1.25

require (
	github.com/chaosrun/chaosrun v0.0.0
	github.com/pingcap/failpoint v0.0.0-20240528011301-b51a646c7c86
	github.com/pmezard/go-difflib v1.0.0
)

require github.com/sergi/go-diff v1.1.0 // indirect
