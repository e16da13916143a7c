package rapidtape_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/chaosrun/chaosrun/proptest/rapidtape"
)

// A property of rapid's, whose inputs and schedule are searched together.
func ExampleCheck() {
	_ = func(t *testing.T) { // func TestSum(t *testing.T)
		rapidtape.Check(t, func(t *rapid.T) {
			xs := rapid.SliceOf(rapid.IntRange(0, 9)).Draw(t, "xs")
			sum := make(chan int, len(xs))
			for _, x := range xs {
				go func() { sum <- x }()
			}
			total := 0
			for range xs {
				total += <-sum
			}
			if total < 0 {
				t.Fatal(total)
			}
		})
	}
}
