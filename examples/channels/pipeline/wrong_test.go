//go:build chaosrun

package pipeline

import (
	"context"
	"testing"
)

func stagesAll(_ context.Context, values []int) <-chan int {
	return filterAll(mapAll(generateAll(values...), square), small)
}

func stagesChecked(ctx context.Context, values []int) <-chan int {
	return mapChecked(ctx, Generate(ctx, values...), square)
}

// Read to the end it is right: that is why the mistake is found late.
func TestWrongReadToTheEnd(t *testing.T) {
	sameAsSequential(t, stagesAll, []int{1, 2, 3, 4, 5})
}

// All three stages are left.
//
//chaosrun:expect leak
func TestWrongConsumerStops(t *testing.T) {
	stopAtFirst(t, stagesAll)
}

// The stage has asked, and then sends to nobody.
//
//chaosrun:expect leak
func TestWrongCheckedBetweenValues(t *testing.T) {
	stopAtFirst(t, stagesChecked)
}
