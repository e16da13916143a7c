//go:build !linux

package testing

func chaosOpaque(string) bool   { return false }
func chaosInMemory(string) bool { return false }
func chaosChildren() bool       { return false }
