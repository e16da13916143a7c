//go:build chaosrun

package fetch

import "testing"

func TestWrongSimpleBody(t *testing.T) { body(t, fetchSimple) }

//chaosrun:expect deadlock
func TestWrongSimpleTooSlow(t *testing.T) { tooSlow(t, fetchSimple) }

//chaosrun:expect leak
func TestWrongSimpleRefused(t *testing.T) { refused(t, fetchSimple) }

func TestWrongHeaderBody(t *testing.T) { body(t, fetchHeader) }

//chaosrun:expect deadlock
func TestWrongHeader(t *testing.T) { tooSlow(t, fetchHeader) }
