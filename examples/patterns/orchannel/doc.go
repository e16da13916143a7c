// Package orchannel waits for the first of any number of channels.
//
// The cases of a select are fixed in the source. For a number of channels that is known
// only when the program runs, there is a goroutine for each channel, and the first one
// that sees its channel closed ends the others.
//
// # Guarantee
//
// The channel that [Or] returns is closed when one of the channels is, and not before.
// All goroutines end then. As long as none is closed, they block.
//
// # What goes wrong
//
//   - The version that is usually shown calls itself with append(channels[3:], done).
//     If the slice of the caller has spare capacity, append writes into the array of
//     the caller and replaces its sixth channel. A goroutine that waits for that
//     channel later waits for another one, and may block forever. The correct version
//     makes a slice of its own.
//   - The goroutines wait for their own channel only. When one channel is closed, the
//     others block until theirs is closed. The correct ones also select on the channel
//     that Or returns.
//
// # What chaosrun shows
//
// A test whose slices have no spare capacity passes. With two calls that share an
// array, the sixth channel is closed and the goroutine that waits for it is not woken;
// with -race it is a data race:
//
//	deadlock: all 6 goroutines of the test are blocked, among them g1 at “<-six”
//	    (orchannel_test.go:64) and g2 at “select {” (wrong.go:25)
//	TestWrongAppending, run 1 (roundrobin)
//
//	 step  g1 (the test)     g2                g3                g4                g5                g6
//	    5  starts
//	    6  go ──▶ g2                                                                                                   wrong.go:16            go func() {
//	    7  go ──▶ g3                                                                                                   wrong.go:16            go func() {
//	   10  <-six: blocks                                                                                               orchannel_test.go:64   <-six
//	   12                    starts ◀── 6                                                                              wrong.go:16            go func() {
//	   13                    go ──▶ g4                                                                                 wrong.go:16            go func() {
//	   15                    blocks in select                                                                          wrong.go:25            select {
//	   17                                      starts ◀── 7                                                            wrong.go:16            go func() {
//	   18                                      go ──▶ g5                                                               wrong.go:16            go func() {
//	   20                                      blocks in select                                                        wrong.go:25            select {
//	   22                                                        starts ◀── 13                                         wrong.go:16            go func() {
//	   24                                                        blocks in select                                      wrong.go:25            select {
//	   26                                                                          starts ◀── 18                       wrong.go:16            go func() {
//	   27                                                                          go ──▶ g6                           wrong.go:16            go func() {
//	   29                                                                          blocks in select                    wrong.go:25            select {
//	   31                                                                                            starts ◀── 27     wrong.go:16            go func() {
//	   33                                                                                            blocks in select  wrong.go:20            select {
package orchannel
