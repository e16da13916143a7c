package report

// Wrapped breaks a text into lines of the width of failures: the first one begins with first, the others
// with rest.
func Wrapped(text, first, rest string) string { return wrapped(text, first, rest) }
