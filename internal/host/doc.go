// Package host stands in an ordinary test process: it builds the package under test once
// more, under control, so that this process can explore it.
package host
