package faults

import "embed"

// Source is the source of this package, for injection into the standard library.
// This file itself stays out.
//
//go:embed *.go
var Source embed.FS
