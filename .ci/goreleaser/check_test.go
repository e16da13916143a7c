// Package goreleaser reads .goreleaser.yaml with goreleaser's own types. It is a module of its own, so that
// chaosrun does not depend on goreleaser.
package goreleaser

import (
	"testing"

	"github.com/goreleaser/goreleaser/v2/pkg/config"
)

// TestConfiguration: goreleaser knows every key, and a release has binaries, checksums and SBOMs.
func TestConfiguration(t *testing.T) {
	p, err := config.Load("../../.goreleaser.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Builds) != 1 || len(p.Archives) != 1 || len(p.SBOMs) != 1 || p.Checksum.NameTemplate == "" {
		t.Errorf("%d builds, %d archives, %d SBOMs, checksums in %q: want one of each", len(p.Builds), len(p.Archives), len(p.SBOMs), p.Checksum.NameTemplate)
	}
}
