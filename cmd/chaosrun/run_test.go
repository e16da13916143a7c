package main

import (
	"slices"
	"testing"
)

// TestProgramOf: the program ends where go run ends it.
func TestProgramOf(t *testing.T) {
	for _, c := range []struct{ typed, program, args []string }{
		{[]string{"."}, []string{"."}, nil},
		{[]string{"./cmd/x", "a.go", "-v"}, []string{"./cmd/x"}, []string{"a.go", "-v"}},
		{[]string{"a.go", "b.go", "-n", "c.go"}, []string{"a.go", "b.go"}, []string{"-n", "c.go"}},
		{nil, nil, nil},
		{[]string{"a.go", "a_test.go"}, nil, nil},
	} {
		program, args, err := programOf(c.typed)
		if (err == nil) != (c.program != nil) || !slices.Equal(program, c.program) || !slices.Equal(args, c.args) {
			t.Errorf("%q is %q with %q (%v), want %q with %q", c.typed, program, args, err, c.program, c.args)
		}
	}
}

// TestRunCommandLine: flags before the program are chaosrun's, and all after it are the program's.
func TestRunCommandLine(t *testing.T) {
	got, err := commandLine(rootCmd(), []string{"run", "-seed", "3", "-race", "x.go", "-race", "--nats", "nats://a", "--", "-args", "-seed"})
	want := []string{"run", "--seed=3", "--race", "--", "x.go", "-race", "--nats", "nats://a", "--", "-args", "-seed"}
	if got = natsURL(got); err != nil || !slices.Equal(got, want) {
		t.Errorf("%q (%v), want %q", got, err, want)
	}
}
