//go:build !linux

package testing

func chaosLetAttach() {}
