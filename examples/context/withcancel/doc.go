// Package withcancel gives the goroutines that a function starts a context of their own.
//
// A derived context is over when its parent is, or when its own cancel is called. Cancel
// reaches down, never up: the caller's context goes on.
//
// # Guarantee
//
// When [Find] returns, its goroutine has been told to end. The caller's context is as it
// was.
//
// # What goes wrong
//
//   - Find hands on the context that it was given. It works, and in a test, whose context
//     ends with the test, it even cleans up. In a server the context may be that of the
//     program, and each search leaves a goroutine that counts no further.
//   - Cancel is called at the end, and not deferred. The usual way out is another one.
//
// # What chaosrun shows
//
//	leak: the test has returned and left goroutines: 2 that can never be woken
//	TestWrongForgets, the first run of the process (roundrobin), 26 steps
//
//	 step  g1 (the test)       g2                  g3
//	    …
//	   10                      starts ◀── 6                            withcancel.go:8        go func() {
//	   11                      select ──▶ g1                           withcancel.go:11       select {
//	   13                      waits: select                           withcancel.go:11       select {
//	   16  recv chan#2 ──▶ g2                                          wrong.go:13            for n := range Count(ctx) {
//	   18  recv chan#2: waits                                          wrong.go:13            for n := range Count(ctx) {
//	   21                      select ──▶ g1                           withcancel.go:11       select {
//	   23                      waits: select                           withcancel.go:11       select {
//	   26  recv chan#2 ──▶ g2                                          wrong.go:13            for n := range Count(ctx) {
//	   27  go ──▶ g3                                                   withcancel.go:8        go func() {
//	   29  recv chan#3: waits                                          wrong.go:13            for n := range Count(ctx) {
//	   33                      waits: select                           withcancel.go:11       select {
//	   35                                          starts ◀── 27       withcancel.go:8        go func() {
//	   36                                          select ──▶ g1       withcancel.go:11       select {
//	   38                                          waits: select       withcancel.go:11       select {
//	   41  recv chan#3 ──▶ g3                                          wrong.go:13            for n := range Count(ctx) {
//	   43  recv chan#3: waits                                          wrong.go:13            for n := range Count(ctx) {
//	   46                                          select ──▶ g1       withcancel.go:11       select {
//	   48                                          waits: select       withcancel.go:11       select {
//	   51  recv chan#3 ──▶ g3                                          wrong.go:13            for n := range Count(ctx) {
//	   53  recv chan#3: waits                                          wrong.go:13            for n := range Count(ctx) {
//	   56                                          select ──▶ g1       withcancel.go:11       select {
//	   58                                          waits: select       withcancel.go:11       select {
//	   61  recv chan#3 ──▶ g3                                          wrong.go:13            for n := range Count(ctx) {
//	   66                                          waits: select       withcancel.go:11       select {
package withcancel
