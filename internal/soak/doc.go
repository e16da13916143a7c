// Command soak repeats one schedule of many tests again and again, each time in a new process, while other processes
// use the processors and the memory, on several versions of Go: all repetitions must do the same.
//
//	go run ./internal/soak             # 1000 times each: some hours
//	go run ./internal/soak -times 100
//
// The tests are those of both corpora and of five public modules. Tests that depend on what comes from outside of
// their runs, like child processes and signals, are listed apart.
package main
