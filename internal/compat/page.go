package main

import (
	"fmt"
	"strings"
)

// render writes the page.
func render(all Results) (string, error) {
	var b strings.Builder
	b.WriteString("# Public modules\n\n| module | tests |\n|---|---|\n")
	for _, p := range all.ordered() {
		r := all[p]
		fmt.Fprintf(&b, "| %s@%s | %d |\n", r.Path, r.Version, r.Tests)
	}
	return b.String(), nil
}
