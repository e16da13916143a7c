// Package goleakopt lets goleak judge the goroutines that a test of package sched leaves, for
// suites with a list of goroutines that may stay:
//
//	sched.Test(t, body, goleakopt.Leaks(
//		goleak.IgnoreTopFunction("example.com/pool.(*Pool).janitor"),
//		goleak.IgnoreCurrent(),
//	))
//
// It is a module of its own, so package sched does not require goleak.
package goleakopt

import (
	"errors"
	"fmt"
	"strings"

	"go.uber.org/goleak"

	"github.com/chaosrun/chaosrun/sched"
)

// Leaks lets goleak judge the goroutines that the test leaves, with goleak's own options. After
// the body and its cleanups, goleak.VerifyNone(t, opts...) looks for goroutines, and waits in
// virtual time. Without this option chaosrun proves leaks, which needs no list of exceptions.
func Leaks(opts ...goleak.Option) sched.Option {
	return sched.JudgeLeaks(func() error {
		var v verdict
		goleak.VerifyNone(&v, opts...)
		if v.text == "" {
			return nil
		}
		return errors.New("goleak: " + v.text)
	})
}

// verdict keeps what goleak reports to a test.
type verdict struct{ text string }

func (v *verdict) Error(args ...any) {
	v.text += strings.TrimSpace(fmt.Sprint(args...))
}
