// Package bridge makes one channel of a sequence of channels.
//
// A source that has its values in pages sends a channel for each page. The reader wants
// the values and not the pages: the bridge reads one page after the other.
//
// # Guarantee
//
// All values arrive, in order: those of the first stream, then those of the second. When
// ctx is done everything ends, also in the middle of a stream that does not.
//
// # What goes wrong
//
//   - The bridge ranges over each stream without listening to ctx. If a stream is never
//     closed, because its sender has failed, a cancel does not reach the bridge, and it
//     blocks forever.
//   - The bridge reads all streams at once. No value is lost, but they arrive in
//     another order. The correct version reads one stream after the other, and selects
//     on ctx.Done.
//
// # What chaosrun shows
//
//	leak: the test has returned, and 1 goroutine is blocked forever: g3 at “for v :=
//	    range stream {” (wrong.go:22)
//	TestWrongRange, run 1 (roundrobin)
//
//	    …
//	   50  g3    takes case out <- v: sends 0                wrong.go:23            select {
//	   51        <-stream#10: gets 1 ──▶ g2                  wrong.go:22            for v := range stream {
//	   54        blocks in select                            wrong.go:23            select {
//	   57  g1    <-out: gets 1 ──▶ g3                        bridge_test.go:56      for v := range bridge(ctx, pages(ctx, 2, false)) {
//	   59        <-out: blocks                               bridge_test.go:56      for v := range bridge(ctx, pages(ctx, 2, false)) {
//	   62  g2    takes case stream <-…: sends 1 ◀── 51       bridge_test.go:26      select {
//	   63        close(stream#10) ──▶ g3                     bridge_test.go:33      close(stream)
//	   66        blocks in select                            bridge_test.go:20      select {
//	   69  g3    takes case out <- v: sends 1 ◀── 57         wrong.go:23            select {
//	   70        <-stream#10: is closed ◀── 63 ──▶ g2        wrong.go:22            for v := range stream {
//	   73        takes case stream, ok := <-st…              wrong.go:17            select {
//	   75        <-stream#11: blocks                         wrong.go:22            for v := range stream {
//	   78  g2    takes case streams <- stream ◀── 70 ──▶ g3  bridge_test.go:20      select {
//	   81        takes case stream <-…: sends 2              bridge_test.go:26      select {
//	   84        blocks in select                            bridge_test.go:26      select {
//	   89  g3    takes case out <- v: sends 2                wrong.go:23            select {
//	   90        <-stream#11: gets 3 ──▶ g2                  wrong.go:22            for v := range stream {
//	   93        blocks in select                            wrong.go:23            select {
//	   96  g1    <-out: gets 3 ──▶ g3                        bridge_test.go:56      for v := range bridge(ctx, pages(ctx, 2, false)) {
//	   97        cancel() ◀── 22                             bridge_test.go:64      }
//	  110  g2    takes case stream <-…: sends 3 ◀── 90       bridge_test.go:26      select {
//	  111        close(streams)                              bridge_test.go:17      defer close(streams)
//	  115  g3    takes case out <- v: sends 3 ◀── 96         wrong.go:23            select {
//	  117        <-stream#11: blocks                         wrong.go:22            for v := range stream {
package bridge
