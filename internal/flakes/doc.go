// Flakes hunts public flaky tests from the logs of their failures, and writes what came of it to
// docs/flakes.md:
//
//	go run ./internal/flakes                            # all of them
//	go run ./internal/flakes -run otel                  # those whose name matches
//	go run ./internal/flakes -duration 1m -silent 30s   # with less time
//	go run ./internal/flakes -page                      # runs nothing: writes the page again
//
// Each folder of testdata is a flaky test that its project has fixed: flake.json says which, and log.txt
// is the log of a failure. The module is fetched through the module proxy, at a version before the fix
// and at one with it. `chaosrun hunt -from log.txt` has to reproduce the failure in the former, and to
// find nothing in the latter. What was measured is kept in results.json, so that one flake can be
// hunted again alone.
//
// To add a flake, make a folder, and hunt it with -run. If it is not reproduced, or the fixed version is
// not silent, find out why, say so in Miss or Noise of flake.json, and write the page again.
package main
