package hunt

import (
	"regexp"
	"slices"
	"testing"
)

func TestSubtests(t *testing.T) {
	names := subtests([]string{"TestA", "TestB", "TestA", "TestA"})
	if want := []string{"TestA", "TestB", "TestA#01", "TestA#02"}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
	for _, n := range names {
		if got := ranTogether(togetherPrefix + n + "/sub#01"); got != n[:5]+"/sub#01" {
			t.Errorf("%s ran as %s", n, got)
		}
	}
	re := regexp.MustCompile(only(names[2:3])[len("^"+togetherTest+"$/"):])
	if !re.MatchString("TestA#01") || re.MatchString("TestA") || re.MatchString("TestA#011") {
		t.Errorf("%s selects something else", re)
	}
}
