// Compat runs the tests of public modules, unmodified, natively and under chaosrun, and writes
// what came of it to docs/compat.md:
//
//	go run ./internal/compat             # all modules: about three hours on two cores
//	go run ./internal/compat -fast       # ten of them
//	go run ./internal/compat -module golang.org/x/sync
//	go run ./internal/compat -check      # writes nothing: is any of them worse than before?
//	go run ./internal/compat -found      # writes nothing: do the tests of docs/found.md fail?
//	go run ./internal/compat -page       # runs nothing: writes the page again
//
// It gets each module at a pinned version through the module proxy into a folder of the user's
// cache, and keeps what it measured in results.json, so that one module can be measured again
// alone. What every finding is stands in judged.tsv.
package main
