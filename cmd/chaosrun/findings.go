package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/chaosrun/chaosrun/cmd/chaosrun/internal/report/formats"
	"github.com/chaosrun/chaosrun/internal/findings"
)

func findingsCmd() *cobra.Command {
	var file string
	var all bool
	cmd := &cobra.Command{
		Use:   "findings",
		Short: "List what was found from run to run: new, ongoing, resolved, regressed, known",
		Long: `Findings lists the bugs of a findings file, which chaosrun test keeps in the artifacts
folder. A bug is new when it is first found, ongoing when it is found again, resolved when
its tests were explored at least as far as it took to find it and did not show it, and
regressed when it is found after that.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := findings.Read(file)
			if err != nil {
				return noFindings(err)
			}
			return list(os.Stdout, f, all)
		},
	}
	cmd.PersistentFlags().StringVar(&file, "findings", ".chaosrun/findings.json", "the findings `file`")
	cmd.Flags().BoolVar(&all, "all", false, "resolved ones too")
	show := &cobra.Command{
		Use:   "show ID",
		Short: "Show a finding: when it was seen first and last, how often, and by which tests",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := findings.Read(file)
			if err != nil {
				return noFindings(err)
			}
			d, err := f.Named(args[0])
			if err != nil {
				return err
			}
			showFinding(os.Stdout, d)
			return nil
		},
	}
	cmd.AddCommand(show, knownCmd(&file))
	return cmd
}

func knownCmd(file *string) *cobra.Command {
	var reason, until string
	var remove bool
	cmd := &cobra.Command{
		Use:   "known ID -reason TEXT -until DATE",
		Short: "Accept a finding until a day: until then it does not fail a command with -baseline",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var known *findings.Known
			if !remove {
				var err error
				if known, err = parseKnown(reason, until, time.Now()); err != nil {
					return err
				}
			} else if reason != "" || until != "" {
				return errors.New("-remove takes no -reason and no -until")
			}
			if _, err := os.Stat(*file); err != nil {
				return noFindings(fmt.Errorf("cannot read the findings file: %w", err))
			}
			return findings.Update(*file, func(f *findings.File) error {
				d, err := f.Named(args[0])
				if err != nil {
					return err
				}
				d.Known = known
				if known == nil {
					fmt.Printf("%s is no longer known\n", d.ID)
				} else {
					fmt.Printf("%s is known until %s: %s\n", d.ID, formats.Day(known.Until), clean(known.Reason))
				}
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why the finding is accepted for now")
	cmd.Flags().StringVar(&until, "until", "", "last `day` on which it is accepted, like 2031-06-30")
	cmd.Flags().BoolVar(&remove, "remove", false, "remove the mark")
	return cmd
}

// farthest is how long something may be known without a second thought.
const farthest = 366 * 24 * time.Hour

func parseKnown(reason, until string, now time.Time) (*findings.Known, error) {
	if strings.TrimSpace(reason) == "" {
		return nil, errors.New("say with -reason why the finding is accepted for now")
	}
	day, err := time.ParseInLocation(time.DateOnly, until, time.UTC)
	if err != nil {
		return nil, fmt.Errorf("-until is %q: want a day like %s", until, now.AddDate(0, 1, 0).Format(time.DateOnly))
	}
	end := day.AddDate(0, 0, 1)
	switch {
	case !end.After(now):
		return nil, fmt.Errorf("-until %s is past: give a day to come", until)
	case end.Sub(now) > farthest:
		return nil, fmt.Errorf("-until %s is more than a year away: give a day that somebody will look at it again", until)
	}
	return &findings.Known{Reason: reason, Until: end}, nil
}

func noFindings(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%w; chaosrun test makes one, or name another with -findings", err)
	}
	return err
}

// list prints a table of findings: those that are new or came back first.
func list(to io.Writer, f *findings.File, all bool) error {
	order := []findings.State{findings.Regressed, findings.New, findings.Ongoing, findings.Resolved}
	byState := slices.Clone(f.Findings)
	slices.SortStableFunc(byState, func(a, b *findings.Finding) int {
		return slices.Index(order, a.State) - slices.Index(order, b.State)
	})
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	shown := 0
	for _, d := range byState {
		if !all && !d.State.Open() {
			continue
		}
		if shown == 0 {
			fmt.Fprintln(w, "ID\tSTATE\tKIND\tWHERE\tFIRST\tLAST\tRUNS\tWHAT")
		}
		shown++
		state := string(d.State)
		if d.Known.Holds(time.Now()) {
			state += " (known)"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%d\t%s\n", d.ID, state, clean(d.Kind), clean(d.At), when(d.First), when(d.Last), d.Times, clean(d.Message))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if n := len(f.Findings) - shown; n > 0 {
		fmt.Fprintf(to, "%d resolved: -all lists them too\n", n)
	} else if shown == 0 {
		fmt.Fprintln(to, "nothing was found yet")
	}
	return nil
}

func showFinding(to io.Writer, d *findings.Finding) {
	fmt.Fprintf(to, "%s %s: %s\n", d.ID, clean(d.Kind), clean(d.Message))
	if d.At != "" {
		fmt.Fprintf(to, "    at %s\n", clean(d.At))
	}
	fmt.Fprintf(to, "    %s; campaigns that found it: %d, failing runs: %d\n", d.State, d.Campaigns, d.Times)
	fmt.Fprintf(to, "    first seen %s\n    last seen %s\n", long(d.First), long(d.Last))
	if d.Resolved != nil {
		fmt.Fprintf(to, "    resolved %s\n", long(*d.Resolved))
	}
	if k := d.Known; k != nil {
		holds := ""
		if !k.Holds(time.Now()) {
			holds = ", which is past"
		}
		fmt.Fprintf(to, "    known until %s%s: %s\n", formats.Day(k.Until), holds, clean(k.Reason))
	}
	for _, s := range d.Sightings {
		fmt.Fprintf(to, "\n    %s in %s\n", clean(s.Test), clean(s.Package))
		in := "in the first run"
		if n := s.Budget.Schedules; n > 1 {
			in = fmt.Sprintf("within %d schedules", n)
		}
		fmt.Fprintf(to, "        found %s of %s%s; last seen %s\n", in, clean(s.Budget.Strategy), with(s), long(s.Last))
		if s.Gone {
			fmt.Fprintf(to, "        looked for since, and not found\n")
		}
		if s.Recording != "" {
			fmt.Fprintf(to, "        to replay: chaosrun replay %s\n", clean(s.Recording))
		}
	}
}

// with are the settings of a sighting that are not the usual ones.
func with(s *findings.Sighting) string {
	out := ""
	for _, p := range []struct {
		name, value string
	}{{"clock", s.Budget.Clock}, {"faults", s.Budget.Faults}, {"tags", s.Budget.Tags}} {
		if p.value != "" {
			out += ", -" + p.name + " " + clean(p.value)
		}
	}
	if s.Budget.Race {
		out += ", -race"
	}
	if s.Budget.Accesses {
		out += ", -accesses"
	}
	return out
}

// commitLength is how much of a commit's name is shown.
const commitLength = 10

func commit(m findings.Moment) string {
	c := clean(m.Commit)
	if len(c) > commitLength {
		mark := ""
		if strings.HasSuffix(c, "+") {
			mark = "+"
		}
		c = c[:commitLength] + mark
	}
	return c
}

func when(m findings.Moment) string {
	if c := commit(m); c != "" {
		return c
	}
	return m.Time.Format(time.DateOnly)
}

func long(m findings.Moment) string {
	s := m.Time.Format("2006-01-02 15:04:05")
	if c := commit(m); c != "" {
		s += " at commit " + c
	}
	return s
}

// clean is text from a findings file as one line that does nothing to a terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return '_'
		}
		return r
	}, s)
}
