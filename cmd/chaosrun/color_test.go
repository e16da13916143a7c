package main

import (
	"bytes"
	"os"
	"testing"
)

func TestPainter(t *testing.T) {
	var b bytes.Buffer
	p := &painter{w: &b}
	for _, part := range []string{"--- FAIL: TestX (0.1s)\n    dead", "lock: both\n", "    g1  x.go:1  t.Error()  FAILS\nplain\nok  \tp\t0.1s\nunfinished"} {
		if n, err := p.Write([]byte(part)); n != len(part) || err != nil {
			t.Fatal(n, err)
		}
	}
	const want = "\x1b[1;31m--- FAIL\x1b[0m: TestX (0.1s)\n\x1b[1m    deadlock: both\x1b[0m\n    g1  x.go:1  t.Error()\x1b[31m  FAILS\x1b[0m\nplain\n\x1b[32mok  \x1b[0m\tp\t0.1s\n"
	if b.String() != want {
		t.Errorf("got  %q\nwant %q", b.String(), want)
	}
}

// TestColorsAreForTerminals: a file gets none unless it is told to.
func TestColorsAreForTerminals(t *testing.T) {
	f, err := os.Create(t.TempDir() + "/f")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	defer func(was colorFlag) { colors = was }(colors)
	for mode, want := range map[string]bool{"auto": false, "never": false, "always": true} {
		if err := colors.Set(mode); err != nil {
			t.Fatal(err)
		}
		if _, painted := colored(f).(*painter); painted != want {
			t.Errorf("%s: colors %v", mode, painted)
		}
	}
	if err := colors.Set("maybe"); err == nil {
		t.Error("-color maybe is no error")
	}
}
