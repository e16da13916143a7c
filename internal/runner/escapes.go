package runner

import "regexp"

// escape is a sequence by which a terminal is told of colours, the title of its window and the like.
var escape = regexp.MustCompile(`\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)|[ -/]*[0-Z\\^-~])`)

// WithoutEscapes is a text without what is for terminals alone: the test may have taken its output
// for one, and what we show of it goes elsewhere, too.
func WithoutEscapes(s string) string { return escape.ReplaceAllString(s, "") }
