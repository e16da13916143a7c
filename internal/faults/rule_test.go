package faults

import (
	"strings"
	"testing"
)

// What is read is written the same, in one form.
func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "",
		"none":                                "",
		" ; ":                                 "",
		`a/b=error("x")`:                      `a/b=error("x")`,
		`a = return ( 7 ) % 10 # 2 > 3`:       `a=return(7)#2%10>3`,
		`a=return;b=return(true)`:             `a=return; b=return(true)`,
		`a=return()`:                          `a=return`,
		`a=return("x;y)\"")#1`:                `a=return("x;y)\"")#1`,
		`a=sleep(1s..1m)`:                     `a=sleep(1s..1m0s)`,
		`a=sleep(0..5)`:                       `a=sleep(0s..5ms)`,
		`net/connect=refused;net/write=reset`: `net/connect=refused; net/write=reset`,
		`net=partition,latency(0..50ms)`:      `net=partition; net=sleep(0s..50ms)`,
		`net[a > b]=partition(1s..2s)#1`:      `net[a>b]=partition(1s..2s)#1`,
		`net/write[>:80]=halfclose`:           `net/write[:80]=halfclose`,
		`net/write[a>]=reset`:                 `net/write[a>]=reset`,
		`file/write[*.db]=enospc`:             `file/write[*.db]=enospc`,
		`clock=jump(±1h)%1`:                   `clock=jump(-1h0m0s..1h0m0s)%1`,
		`a=panic>x/b!c; x/b=pause;c=goexit`:   `a=panic>x/b!c; x/b=pause; c=goexit`,
		`a=panic>2>b;b=return`:                `a=panic>2>b; b=return`,
		`a=sleep(10)`:                         `a=sleep(10ms)`,
		`a=sleep(1h);b=pause;c=goexit`:        `a=sleep(1h0m0s); b=pause; c=goexit`,
		`a=panic;b=panic("x")`:                `a=panic; b=panic("x")`,
		`a=return(-3)%0.0001`:                 `a=return(-3)%0.0001`,
		`a=error("` + "`" + `")%100`:          `a=error("` + "`" + `")%100`,
		`example.com/db/x y=error("")%33.3`:   `example.com/db/x y=error("")%33.3`,
	} {
		rules, err := Parse(text)
		if got := Text(rules); err != nil || got != want {
			t.Errorf("Parse(%q) is %q, %v, want %q", text, got, err, want)
			continue
		}
		if again, err := Parse(Text(rules)); err != nil || Text(again) != want {
			t.Errorf("%q is read back as %q, %v", want, Text(again), err)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		"a":                       "want POINT=ACTION",
		"=panic":                  "want POINT=ACTION",
		"a=":                      "want one of return",
		"a=foo":                   "want one of return",
		"a=return(x)":             "return wants nothing",
		"a=return(":               "the parenthesis is not closed",
		`a=return(")`:             "the parenthesis is not closed",
		"a=error":                 "error wants a text",
		"a=error(x)":              "error wants a text",
		"a=panic(x)":              "panic wants",
		"a=sleep":                 "sleep wants a duration",
		"a=sleep(-1s)":            "negative",
		"a=sleep(5..5)":           "or a range",
		"a=sleep(5..x)":           "or a range",
		"a=refused":               "refused is for net/connect",
		"net/write=drop":          "net/write has reset, halfclose, sleep, pause",
		"net/packet=error(\"x\")": "net/packet has drop, sleep, pause",
		"a=panic>b":               "no other fault is planned there",
		"a=panic!b":               "where no other fault is planned",
		"a[x]=panic":              "only points of the network and of files",
		"file/write[a>b]=eio":     "one path or name",
		"net/write[]=reset":       "nothing in the brackets",
		"net/write[a=reset":       "want POINT=ACTION",
		"clock=jump(0)":           "a jump of 0",
		"clock=eio":               "clock has jump",
		"a=pause(1)":              "pause wants nothing",
		"a=panic#":                "want a number or a point after #",
		"a=panic?":                "after the action want",
		"a=panic#0":               "with #0 it can never fire",
		"a=panic%0":               "with %0 it can never fire",
		"a=panic%101":             "from 0 to 100 percent",
		"a=panic%0.00001":         "too small",
		"a=panic#1#2":             "there are two #",
		"a=panic#1.5":             "want a whole number",
	} {
		rules, err := Parse(text)
		if err == nil || !strings.Contains(err.Error(), want) || len(rules) > 0 {
			t.Errorf("Parse(%q) says %v, want %q", text, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`a/b=error("disk full")#2%10>3; c=sleep(1s)`)
	f.Add("a=return(-1)")
	f.Add(`net[a>b]=partition,sleep(0..5)>b!c; b=pause; c=pause`)
	f.Fuzz(func(t *testing.T, text string) {
		rules, err := Parse(text)
		if err != nil {
			return
		}
		if again, err := Parse(Text(rules)); err != nil || Text(again) != Text(rules) {
			t.Errorf("%q is read as %q and that as %q, %v", text, Text(rules), Text(again), err)
		}
	})
}
