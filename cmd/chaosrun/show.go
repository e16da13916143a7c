package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/chaosrun/chaosrun/internal/report"
)

func showCmd() *cobra.Command {
	var all bool
	var html, perfetto string
	cmd := &cobra.Command{
		Use:   "show",
		Short: "Explain a recording: the schedule, what happens before what, who waits for whom",
		Long: `Show explains a recording without running anything: what broke, who waits for whom, and
the steps that matter, a column for each goroutine, with the lines of source if the
recording's module is here.

With -html or -perfetto it writes a file instead: a page that explains the run step by
step, or a trace for ui.perfetto.dev.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			t, err := readRecording(args[0])
			if err != nil {
				return err
			}
			src := report.SourcesOf(t, ".", filepath.Dir(args[0]))
			defer src.Close()
			if info, err := os.Stat(args[0]); err == nil {
				src.RecordedAt(info.ModTime())
			}
			if html == "" && perfetto == "" {
				return report.Show(os.Stdout, t, src, args[0], all, columnsOf(os.Stdout))
			}
			if html != "" {
				err := writeFile(html, func(w io.Writer) error { return report.HTML(w, t, src, args[0]) })
				if err != nil {
					return err
				}
				fmt.Printf("%s: open it in a browser\n", html)
			}
			if perfetto != "" {
				err := writeFile(perfetto, func(w io.Writer) error { return report.Perfetto(w, t, src) })
				if err != nil {
					return err
				}
				fmt.Printf("%s: open it in ui.perfetto.dev\n", perfetto)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "show every step")
	cmd.Flags().StringVar(&html, "html", "", "write a page to this `file`")
	cmd.Flags().StringVar(&perfetto, "perfetto", "", "write a trace for ui.perfetto.dev to this `file`")
	return ofRecording(cmd)
}

// columnsOf is how wide a terminal is, or 0 for another file.
func columnsOf(f *os.File) int {
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return max(width, 40)
}

// writeFile writes a whole file or none.
func writeFile(name string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}
