// Package buggy tests that every bug of the buggy module is found, replays, and is made
// simple; and measures how fast.
package buggy
