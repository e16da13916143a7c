// Package selectcase takes urgent messages before normal ones.
//
// If several cases of a select are ready, one is taken at random, so that no case
// starves. The order of the cases in the source has no meaning. A program that needs a
// priority asks for the urgent channel first, in a select of its own.
//
// # Guarantee
//
// An urgent message that was there when [Next] was called is returned before any normal
// one. No message is lost or doubled. If both messages come later, either may be first,
// and each is in some schedule.
//
// # What goes wrong
//
//   - One select has both cases, the urgent one first. If both are ready, the select
//     takes either, so a normal message overtakes an urgent one. The correct version
//     asks for urgent messages first, in a select of their own with a default.
//   - The function looks for an urgent message once more when it has already received a
//     normal one, and then drops the normal one. The reader that waits for the dropped
//     message blocks forever.
//
// # What chaosrun shows
//
// The choice among ready cases is part of the schedule, so the first mistake is found
// at once. The second one loses a message, and the reader that waits for it blocks
// forever:
//
//	deadlock: the last goroutine of the test is blocked: g1 at “select {”
//	    (wrong.go:24)
//	TestWrongLateLook, run 4 of seed 1 (auto)
//
//	the 2 choices that lead to it:
//	  - g1 blocks at “select {” (wrong.go:24), and g3 runs next; g2 is ready too
//	  - g3 ends, and g2 runs next; g1 is ready too
//
//	the test passes in a schedule with these two steps in the other order:
//	  - g2 does “urgent <- "urgent"” (selectcase_test.go:36)
//	  - g1 does “case u := <-urgent:” (wrong.go:29)
//
//	 step  g1 (the test)                          g2                                     g3
//	    5  starts
//	    6  go ──▶ g2                                                                                                            selectcase_test.go:36  go func() { urgent <- "urgent" }()
//	    7  go ──▶ g3                                                                                                            selectcase_test.go:37  go func() { normal <- "normal" }()
//	   14  blocks in select                                                                                                     wrong.go:24            select {
//	   16                                                                                starts ◀── 7                           selectcase_test.go:37  go func() { normal <- "normal" }()
//	   17                                                                                normal <- "normal" ──▶ g1              selectcase_test.go:37  go func() { normal <- "normal" }()
//	   18                                                                                ends
//	   20                                         starts ◀── 6 ──▶ g1                                                           selectcase_test.go:36  go func() { urgent <- "urgent" }()
//	   22                                         urgent <- …: blocks                                                           selectcase_test.go:36  go func() { urgent <- "urgent" }()
//	   25  takes case v :…: gets "normal" ◀── 17                                                                                wrong.go:24            select {
//	   26  <-urgent: gets "urgent" ◀── 20 ──▶ g2                                                                                wrong.go:29            case u := <-urgent:
//	   29  blocks in select                                                                                                     wrong.go:24            select {
//	   31                                         resumes ◀── 26
//	   32                                         ends
package selectcase
