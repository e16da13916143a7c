package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestRunOnABusyMachine: a process that loses its processor while it begins a run makes that run, and all
// others, as on an idle machine.
func TestRunOnABusyMachine(t *testing.T) {
	if testing.Short() {
		t.Skip("it keeps the machine busy")
	}
	t.Chdir(t.TempDir())
	const program = "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tc := make(chan int)\n\tgo func() { c <- 1 }()\n\tfmt.Println(<-c)\n}\n"
	for name, text := range map[string]string{"go.mod": "module busy\n\ngo 1.25\n", "main.go": program} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	explore := func() {
		t.Helper()
		out, err := exec.Command("chaosrun", "run", "-v", "-duration", "0", "-schedules", "50", "main.go").CombinedOutput()
		if err != nil || !strings.Contains(string(out), ", 50 runs, ") {
			t.Fatalf("%v:\n%s", err, out)
		}
	}
	explore() // builds
	for range 4 {
		other := exec.CommandContext(t.Context(), "sh", "-c", "while :; do :; done")
		if err := other.Start(); err != nil {
			t.Fatal(err)
		}
		defer other.Wait()
		defer other.Process.Kill()
	}
	for range 4 {
		explore()
	}
}
