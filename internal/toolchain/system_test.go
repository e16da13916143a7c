package toolchain

import (
	"strings"
	"testing"
)

func TestControllable(t *testing.T) {
	for _, c := range []struct{ system, goos, want string }{
		{"linux", "linux", ""},
		{"darwin", "darwin", ""},
		{"linux", "darwin", "GOOS=darwin"},
		{"linux", "js", "GOOS=js"},
		{"windows", "windows", "WSL"},
		{"windows", "linux", "WSL"},
		{"freebsd", "freebsd", "on freebsd"},
	} {
		err := GoEnv{GOOS: c.goos}.controllable(c.system)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("on %s, building for %s: %v, want %q", c.system, c.goos, err, c.want)
		}
	}
}
