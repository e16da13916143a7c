//go:build chaosrun

package withvalue

import "testing"

func TestWrongSureOwn(t *testing.T) { eachItsOwn(t, sure) }

//chaosrun:expect panic
func TestWrongSure(t *testing.T) { noMiddleware(t, sure) }

//chaosrun:expect assert
func TestWrongShared(t *testing.T) { eachItsOwn(t, shared()) }
