// Understood measures how much of a failure a reader sees at once: of thirty failures, how long the text is
// that chaosrun prints, how wide, and in which of its lines the line of source stands that is the cause. It
// writes docs/understood.md. Its test holds the bars.
//
//	go run ./internal/corpus/understood                 # the page
//	go run ./internal/corpus/understood -texts FOLDER   # and the thirty texts, for a reader without the source
package main
