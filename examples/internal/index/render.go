package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/chaosrun/chaosrun/internal/runner"
)

const (
	begin = "<!-- begin: go run ./examples/internal/index -->\n"
	end   = "<!-- end -->\n"
)

// split cuts README.md at the markers, which stay with the outer parts.
func split(readme string) (before, table, after string, err error) {
	before, rest, ok := strings.Cut(readme, begin)
	table, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		return "", "", "", errors.New("README.md has lost the markers of its table")
	}
	return before + begin, table, end + after, nil
}

// render writes the table. It fails when the rows do not fit the tests.
func render(expects map[string]map[string]runner.Expect, found results) (string, error) {
	var b strings.Builder
	for _, c := range chapters {
		if len(c.rows) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n", c.name)
		b.WriteString("| | pattern | property of the correct version | mistakes, and the failures found | schedule |\n|---|---|---|---|---|\n")
		for _, r := range c.rows {
			link := fmt.Sprintf("[%s](%s)", r.dir, r.dir)
			if r.property == "" {
				fmt.Fprintf(&b, "| %s | %s | as above | | |\n", r.heading, link)
				continue
			}
			var texts, runs []string
			for _, m := range r.mistakes {
				text, run, err := m.cells(expects[r.dir], found[r.dir])
				if err != nil {
					return "", fmt.Errorf("%s: %w", r.dir, err)
				}
				texts, runs = append(texts, text), append(runs, run)
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", r.heading, link, r.property,
				strings.Join(texts, "; "), strings.Join(runs, "; "))
		}
	}
	return b.String() + "\n", nil
}

// cells are what was found, and from which to which schedule over all seeds.
func (m mistake) cells(expects map[string]runner.Expect, found map[string][]int) (text, run string, err error) {
	var kinds []string
	var runs []int
	for _, test := range m.tests {
		e, ok := expects[test]
		if !ok {
			return "", "", fmt.Errorf("%s has no expectation", test)
		}
		if len(found[test]) != len(seeds) {
			return "", "", fmt.Errorf("%s has no numbers: run go run ./examples/internal/index", test)
		}
		if kind := "**" + e.Kind + "**"; !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
		runs = append(runs, found[test]...)
	}
	least, most := slices.Min(runs), slices.Max(runs)
	run = fmt.Sprint(least)
	if most > least {
		run = fmt.Sprintf("%d–%d", least, most)
	}
	return m.text + ": " + strings.Join(kinds, ", "), run, nil
}
