package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestManPages: every command that help shows has a page with all its flags.
func TestManPages(t *testing.T) {
	dir := t.TempDir()
	if out, err := chaosrun(dir, "man", "pages").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var check func(cmd *cobra.Command)
	check = func(cmd *cobra.Command) {
		name := strings.ReplaceAll(cmd.CommandPath(), " ", "-") + ".1"
		page, err := os.ReadFile(filepath.Join(dir, "pages", name))
		if err != nil {
			t.Error(err)
			return
		}
		if !strings.Contains(string(page), cmd.Short) {
			t.Errorf("%s does not say %q", name, cmd.Short)
		}
		for flag := range strings.FieldsSeq(cmd.LocalFlags().FlagUsages()) {
			if strings.HasPrefix(flag, "--") && !strings.Contains(string(page), `\fB`+flag+`\fP`) {
				t.Errorf("%s does not have the flag %s", name, flag)
			}
		}
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() {
				check(sub)
			}
		}
	}
	check(rootCmd())
}

// TestCompletionScripts: each shell gets the script that a release has for it.
func TestCompletionScripts(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		out, err := chaosrun(t.TempDir(), "completion", shell).Output()
		if err != nil || !strings.Contains(string(out), "__complete") {
			t.Errorf("%s: %v\n%s", shell, err, out)
		}
	}
	if bash, err := exec.LookPath("bash"); err == nil {
		cmd := exec.Command(bash, "-n")
		script := chaosrun(t.TempDir(), "completion", "bash")
		if cmd.Stdin, err = script.StdoutPipe(); err != nil {
			t.Fatal(err)
		}
		if err := script.Start(); err != nil {
			t.Fatal(err)
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("bash does not read its script: %v\n%s", err, out)
		}
		if err := script.Wait(); err != nil {
			t.Error(err)
		}
	}
}
