package toolchain

import (
	"context"
	"os"
	"path/filepath"
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

// TestBuildsForMacOS: the edited standard library compiles for macOS. That it runs there is another matter.
func TestBuildsForMacOS(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the standard library for darwin/arm64")
	}
	defer func(old string) { hostSystem = old }(hostSystem)
	hostSystem = "darwin"
	t.Setenv("GOOS", "darwin")
	t.Setenv("GOARCH", "arm64")
	t.Setenv("CGO_ENABLED", "0")
	t.Setenv("GOWORK", "off")
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module m\n\ngo 1.25\n",
		"m_test.go": `package m

import (
	_ "crypto/tls"
	_ "database/sql"
	_ "expvar"
	_ "hash/maphash"
	_ "log/slog"
	_ "log/syslog"
	_ "math/rand/v2"
	_ "net/http/httptest"
	_ "net/rpc"
	_ "os/exec"
	_ "os/signal"
	_ "os/user"
	_ "runtime/metrics"
	_ "runtime/pprof"
	_ "runtime/trace"
	"testing"
	_ "testing/fstest"
	_ "testing/quick"
	_ "testing/synctest"
	_ "unique"
	_ "weak"
)

func Test(t *testing.T) {}
`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tc, err := Find(context.Background(), Config{Dir: dir, Net: "virtual"})
	if err != nil {
		t.Fatal(err)
	}
	pkgs, err := tc.List(context.Background(), ".")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tc.Build(context.Background(), pkgs[0]); err != nil {
		t.Error(err)
	}
}
