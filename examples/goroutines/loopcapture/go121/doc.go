// Package go121 is in a module of its own, whose go.mod says go 1.21. Its loops have one
// variable for all their turns, whatever version of Go builds it. A test of the folder
// above runs chaosrun here:
//
//	cd examples/goroutines/loopcapture/go121
//	chaosrun test
package go121
