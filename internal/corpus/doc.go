// Package corpus holds what chaosrun must find and what it must stay silent on: small
// programs in two modules below testdata, buggy and correct. Its tests run the real
// command over both.
package corpus
