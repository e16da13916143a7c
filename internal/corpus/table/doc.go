// Table measures how many schedules each strategy needs for the bugs that the literature on
// controlled concurrency testing reports on, and writes docs/table.md:
//
//	go run ./internal/corpus/table                                # everything
//	go run ./internal/corpus/table -strategies auto,surw -programs 'reorder_.*' -seeds 5
//	go run ./internal/corpus/table -page                          # runs nothing: writes the page again
//
// The programs are tests in internal/corpus/testdata/table; programs.tsv lists them, with the
// figures that others have published. What was measured is kept in results.json, so that a
// strategy or a program can be measured again alone.
package main
