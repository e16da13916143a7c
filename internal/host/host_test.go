//go:build !chaosrun && linux

package host

import (
	"slices"
	"testing"
)

func TestUserArgs(t *testing.T) {
	got := userArgs([]string{"-test.v=true", "--test.run=X", "-mine=yes", "-update", "rest"})
	if want := []string{"-mine=yes", "-update", "rest"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
