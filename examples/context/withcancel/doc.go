// Package withcancel gives the goroutines that a function starts a context of their own.
//
// A derived context is done when its parent is, or when its own cancel is called. A
// cancel reaches the contexts below, and never the one above.
//
// # Guarantee
//
// When [Find] returns, its goroutine has been told to end. The caller's context is not
// cancelled.
//
// # What goes wrong
//
//   - Find passes on the context that it was given. In a test that context ends with
//     the test, so nothing is left over. In a server it may be the context of the
//     program: each call leaks a goroutine that blocks in its next send. The correct
//     version derives a context and cancels it when it returns.
//   - Cancel is called in the last line and not deferred. The function usually returns
//     before that line, and the goroutine leaks.
//
// # What chaosrun shows
//
//	leak: the test has returned, and 2 goroutines are blocked forever, among them g2
//	    at “select {” (withcancel.go:11)
//	TestWrongForgets, run 1 (roundrobin)
//
//	    …
//	   22  g2    takes case ch <- n: sends 1 ◀── 17 ──▶ g1  withcancel.go:11       select {
//	   24        takes case ch <- n: sends 2                withcancel.go:11       select {
//	   26        blocks in select                           withcancel.go:11       select {
//	   29  g1    <-ch#2: gets 3 ──▶ g2                      wrong.go:13            for n := range Count(ctx) {
//	   30        go ──▶ g3                                  withcancel.go:8        go func() {
//	   32        <-ch#3: blocks                             wrong.go:13            for n := range Count(ctx) {
//	   35  g2    takes case ch <- n: sends 3 ◀── 29         withcancel.go:11       select {
//	   37        blocks in select                           withcancel.go:11       select {
//	   39  g3    starts ◀── 30 ──▶ g1                       withcancel.go:8        go func() {
//	   41        takes case ch <- n: sends 0                withcancel.go:11       select {
//	   43        blocks in select                           withcancel.go:11       select {
//	   46  g1    <-ch#3: gets 1 ──▶ g3                      wrong.go:13            for n := range Count(ctx) {
//	   48        <-ch#3: blocks                             wrong.go:13            for n := range Count(ctx) {
//	   51  g3    takes case ch <- n: sends 1 ◀── 46 ──▶ g1  withcancel.go:11       select {
//	   53        takes case ch <- n: sends 2                withcancel.go:11       select {
//	   55        blocks in select                           withcancel.go:11       select {
//	   58  g1    <-ch#3: gets 3 ──▶ g3                      wrong.go:13            for n := range Count(ctx) {
//	   60        <-ch#3: blocks                             wrong.go:13            for n := range Count(ctx) {
//	   63  g3    takes case ch <- n: sends 3 ◀── 58 ──▶ g1  withcancel.go:11       select {
//	   65        takes case ch <- n: sends 4                withcancel.go:11       select {
//	   67        blocks in select                           withcancel.go:11       select {
//	   70  g1    <-ch#3: gets 5 ──▶ g3                      wrong.go:13            for n := range Count(ctx) {
//	   74  g3    takes case ch <- n: sends 5 ◀── 70         withcancel.go:11       select {
//	   76        blocks in select                           withcancel.go:11       select {
package withcancel
