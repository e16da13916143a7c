// Package accesses tests -accesses on the corpora: it finds the races that the race
// detector of the Go distribution finds, and is silent where that is.
package accesses
