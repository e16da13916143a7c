package runner

import (
	"fmt"
	"regexp"
)

var (
	// escape is a sequence by which a terminal is told of colours, the title of its window and the like.
	escape = regexp.MustCompile(`\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)|[ -/]*[0-Z\\^-~])`)

	// unseen are characters that a terminal does not show, and that make a text a binary file for other programs.
	unseen = regexp.MustCompile(`[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]`)
)

// WithoutEscapes is a text without what is for terminals alone: the test may have taken its output
// for one, and what we show of it goes elsewhere, too.
func WithoutEscapes(s string) string { return escape.ReplaceAllString(s, "") }

// Visible is a text without what is for terminals alone, and with other characters that no terminal shows as Go
// writes them in strings, such as \x00.
func Visible(s string) string {
	return unseen.ReplaceAllStringFunc(WithoutEscapes(s), func(c string) string { return fmt.Sprintf(`\x%02x`, c[0]) })
}
