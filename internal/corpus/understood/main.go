package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
)

func main() {
	texts := flag.String("texts", "", "folder to write the texts to")
	only := flag.String("only", "", "measure only tests whose names match this regular expression, and write no page")
	to := flag.String("to", "docs/understood.md", "the page")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *texts, *only, *to); err != nil {
		fmt.Fprintln(os.Stderr, "understood:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, texts, only, to string) error {
	wanted, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "understood")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	e, err := newExplorer(ctx, ".", temp)
	if err != nil {
		return err
	}
	var all []measured
	for _, f := range failures {
		if !wanted.MatchString(f.Test) {
			continue
		}
		m, err := e.measure(ctx, f)
		if err != nil {
			return err
		}
		fmt.Printf("%-30s %-9s %2d lines, %2d columns, cause in line %d\n", m.Test, m.Kind, m.Lines, m.Widest, m.CauseIn)
		all = append(all, m)
		if texts == "" {
			continue
		}
		if err := os.MkdirAll(texts, 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(texts, fmt.Sprintf("%02d-%s.txt", len(all), m.Test)), []byte(m.Text), 0o644); err != nil {
			return err
		}
	}
	if only != "" {
		return nil
	}
	return os.WriteFile(to, []byte(render(all)), 0o644)
}

// newExplorer builds chaosrun in a folder.
func newExplorer(ctx context.Context, root, temp string) (explorer, error) {
	e := explorer{Root: root, Command: filepath.Join(temp, "chaosrun"), Artifacts: filepath.Join(temp, "artifacts")}
	cmd := exec.CommandContext(ctx, "go", "build", "-o", e.Command, "./cmd/chaosrun")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return e, fmt.Errorf("%w\n%s", err, out)
	}
	return e, nil
}
