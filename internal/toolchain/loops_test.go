package toolchain

import "testing"

func TestCountLoops(t *testing.T) {
	const counted = loopsName + ".Turn();"
	for _, test := range []struct{ loop, want string }{
		{"for len(ch) < 3 {}", "for len(ch) < 3 {" + counted + "}"},
		{"for { if q.Len() > 3 { break } }", "for {" + counted + " if q.Len() > 3 { break } }"},
		{"for { switch { case done(): return } }", "for {" + counted + " switch { case done(): return } }"},
		{"for { switch n := q.Len(); n { case 3: return } }", "for {" + counted + " switch n := q.Len(); n { case 3: return } }"},
		{"for { switch q.Len() { case 3: return } }", "for {" + counted + " switch q.Len() { case 3: return } }"},
		{"for i := 0; i < len(s); i++ {}", ""},
		{"for range ch {}", ""},
		{"for n > 0 { n /= 10 }", ""},
		{"for len(ch) > 0 { <-ch }", ""},
		{"for len(ch) < 3 { ch <- 1 }", ""},
		{"for { func() { if done() { panic(1) } }() }", ""},
	} {
		src := "package p // import \"p\"\n\nfunc _() {\n" + test.loop + "\n}\n"
		want := ""
		if test.want != "" {
			want = "package p; import " + loopsName + " \"" + loopsPath + "\" // import \"p\"\n\nfunc _() {\n" + test.want + "\n}\n"
		}
		if got := string(countLoops("p.go", []byte(src))); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", test.loop, got, want)
		}
	}
}
