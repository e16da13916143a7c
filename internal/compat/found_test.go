package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestFound: every bug of docs/found.md names tests that a judgement calls a bug of the module, or shows a test of
// its own that parses and uses the module.
func TestFound(t *testing.T) {
	page, err := os.ReadFile("../../docs/found.md")
	if err != nil {
		t.Fatal(err)
	}
	all, err := sections(string(page))
	if err != nil {
		t.Fatal(err)
	}
	js, err := judgements()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if i := slices.IndexFunc(modules, func(m Module) bool { return m.Path == s.module }); i >= 0 && modules[i].Version != s.version {
			t.Errorf("%s: the page says %s, and its tests run at %s", s.module, s.version, modules[i].Version)
		}
		if s.code != "" {
			if !strings.Contains(s.code, `import "`+s.module) {
				t.Errorf("%s: the code of %v does not import it", s.module, s.tests)
			}
			continue
		}
		judged := false
		for _, name := range s.own {
			for _, kind := range []string{"assert", "deadlock", "leak", "panic"} {
				j := judge(js, s.module, Finding{Event: "failure", Package: ".", Test: name, Kind: kind})
				judged = judged || strings.HasPrefix(j, "`bug`")
			}
		}
		if !judged {
			t.Errorf("%s: none of the tests %v is judged to show a bug of the module", s.module, s.own)
		}
	}
	if len(all) < 20 {
		t.Errorf("only %d bugs", len(all))
	}
}
