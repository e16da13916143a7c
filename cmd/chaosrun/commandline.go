package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// What is typed is what go test would take: one dash or two, -test.v for -v, -args before the
// arguments of the test, and -C before all other flags.

// argsFlag is the flag before the arguments of the test binary.
const argsFlag = "args"

// dirFlag is the flag that says where the command runs.
const dirFlag = "C"

// commandLine rewrites what was typed as pflag reads it: each flag that needs a value holds its
// value, and -args stands before every one of its arguments.
func commandLine(root *cobra.Command, args []string) ([]string, error) {
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		return longFlags(args), nil // a shell asks, in the middle of typing
	}
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	cmd := root
	var out []string
	begun := false // with flags and arguments, after the names of commands
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			return append(out, args[i:]...), nil
		}
		if len(arg) < 2 || arg[0] != '-' {
			sub := subcommand(cmd, arg)
			switch {
			case sub != nil && !begun:
				cmd = sub
			case cmd == root:
				return longFlags(args), nil // there is no such command, and cobra says it
			case cmd.Name() == runName:
				return append(append(out, "--"), args[i:]...), nil // the rest is the program's
			default:
				begun = true
			}
			out = append(out, arg)
			continue
		}
		if arg == "-h" || cmd.DisableFlagParsing {
			out = append(out, arg)
			continue
		}
		spelled, value, given := strings.Cut(arg, "=")
		f := lookup(cmd, spelled)
		switch {
		case f == nil:
			return nil, unknownFlag(cmd, spelled)
		case f.Name == argsFlag && !given:
			for _, a := range args[i+1:] {
				out = append(out, "--"+argsFlag+"="+a)
			}
			return out, nil
		case given:
			out = append(out, "--"+f.Name+"="+value)
		case f.NoOptDefVal != "" || i+1 == len(args):
			out = append(out, "--"+f.Name)
		default:
			i++
			value = args[i]
			out = append(out, "--"+f.Name+"="+value)
		}
		if f.Name == dirFlag && value != "" {
			if begun {
				return nil, fmt.Errorf("%s must be the first flag: type %s %s %s before the others", spelled, cmd.CommandPath(), spelled, value)
			}
			if err := os.Chdir(value); err != nil {
				return nil, fmt.Errorf("%s: %w", spelled, err)
			}
		}
		begun = true
	}
	return out, nil
}

// subcommand is the command of that name below cmd, or nil.
func subcommand(cmd *cobra.Command, name string) *cobra.Command {
	for _, sub := range cmd.Commands() {
		if sub.Name() == name || sub.HasAlias(name) {
			return sub
		}
	}
	return nil
}

// lookup is the flag that was typed with its dashes, or nil.
func lookup(cmd *cobra.Command, spelled string) *pflag.Flag {
	cmd.InitDefaultHelpFlag()
	_, name := dashes(spelled)
	f := cmd.Flag(name)
	if bare, ok := strings.CutPrefix(name, "test."); ok && f == nil {
		f = cmd.Flag(bare)
	}
	return f
}

// dashes takes the dashes off a flag.
func dashes(spelled string) (dashes, name string) {
	name = strings.TrimPrefix(strings.TrimPrefix(spelled, "-"), "-")
	return strings.TrimSuffix(spelled, name), name
}

// unknownFlag says that there is no such flag, and what to type instead.
func unknownFlag(cmd *cobra.Command, spelled string) error {
	dash, name := dashes(spelled)
	if why := refusal(cmd, strings.TrimPrefix(name, "test.")); why != "" {
		return fmt.Errorf("%s: %s", spelled, why)
	}
	if meant := nearest(cmd, name); meant != "" {
		return fmt.Errorf("unknown flag: %s: did you mean %s%s?", spelled, dash, meant)
	}
	if cmd.Name() == runName {
		return fmt.Errorf("unknown flag: %s; flags of the program itself follow its package or its files", spelled)
	}
	if cmd.Flag(argsFlag) != nil {
		return fmt.Errorf("unknown flag: %s; flags of the test itself follow -args", spelled)
	}
	return fmt.Errorf("unknown flag: %s", spelled)
}

// nearest is the flag of a command that a misspelt one means, or "".
func nearest(cmd *cobra.Command, name string) string {
	if name == "verbose" {
		name = "v"
	}
	best, least := "", 1+len(name)/3 // more mistakes than that make another word
	for _, flags := range []*pflag.FlagSet{cmd.Flags(), cmd.InheritedFlags()} {
		flags.VisitAll(func(f *pflag.Flag) {
			d := distance(name, f.Name)
			if len(name) > 2 && strings.HasPrefix(f.Name, name) {
				d = 1 // it was not typed to its end
			}
			if f.Hidden || d >= max(len(name), len(f.Name)) || d > least || d == least && best != "" {
				return
			}
			best, least = f.Name, d
		})
	}
	return best
}

// distance is how many letters have to be put in, left out, exchanged for another, or swapped with
// their neighbour, to make b of a.
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			other := 1
			if a[i-1] == b[j-1] {
				other = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+other)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}

// longFlags gives every flag two dashes.
func longFlags(args []string) []string {
	out := make([]string, len(args))
	for i, a := range args {
		if len(a) > 1 && a[0] == '-' && a[1] != '-' && a != "-h" {
			a = "-" + a
		}
		out[i] = a
	}
	return out
}
