package main

import (
	"fmt"
	"strconv"
	"strings"
)

// seedsValue is a flag that is a list of seeds.
type seedsValue []uint64

func (s *seedsValue) String() string {
	var out []string
	for _, n := range *s {
		out = append(out, strconv.FormatUint(n, 10))
	}
	return strings.Join(out, ",")
}

func (s *seedsValue) Type() string { return "seeds" }

func (s *seedsValue) Set(text string) error {
	*s = nil
	for _, word := range strings.Split(text, ",") {
		n, err := strconv.ParseUint(strings.TrimSpace(word), 10, 64)
		if err != nil {
			return fmt.Errorf("%q is no seed: want numbers, separated by commas", word)
		}
		*s = append(*s, n)
	}
	return nil
}
