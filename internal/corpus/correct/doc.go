// Package correct tests that nothing is ever found in the correct module.
package correct
