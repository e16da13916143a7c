module github.com/chaosrun/chaosrun/examples/goroutines/loopcapture/go121

go 1.21
