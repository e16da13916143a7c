package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// Flags of go test that a command does not have, and what to type instead.

// exploring are the commands that take the place of go test.
var exploring = []string{"test", "sweep", "hunt", "fuzz", "mutate"}

// refusal says why a command has no such flag and what to type, or nothing if go test has none
// either.
func refusal(cmd *cobra.Command, name string) string {
	if why := refusals[cmd.Name()+" "+name]; why != "" {
		return why
	}
	if !slices.Contains(exploring, cmd.Name()) {
		return ""
	}
	switch {
	case refusals[name] != "":
		return refusals[name]
	case strings.Contains(name, "profile") && !strings.HasPrefix(name, "cover") || name == "trace" || name == "outputdir":
		return "a profile of runs under control shows the scheduler and not the program: use go test -" + name
	case slices.Contains(viaEnvironment, name):
		return "chaosrun has no such flag, and the go command that builds takes it from the environment: GOFLAGS=-" + name + " chaosrun " + cmd.Name()
	case cmd.Name() != "test" && cmd.Root() != nil:
		if test := subcommand(cmd.Root(), "test"); test != nil && test.Flag(name) != nil && goTest[name] {
			return "chaosrun " + cmd.Name() + " has no such flag: use chaosrun test -" + name
		}
	}
	return ""
}

// goTest are the flags of chaosrun test that go test has too, and not every command.
var goTest = map[string]bool{"list": true, "cover": true, "covermode": true, "coverpkg": true, "coverprofile": true, "v": true, "skip": true, "parallel": true, "count": true, "failfast": true}

// viaEnvironment are flags of go build.
var viaEnvironment = []string{"a", "asmflags", "buildvcs", "gccgoflags", "installsuffix", "linkshared", "modcacherw", "pgo", "pkgdir", "toolexec", "work", "x"}

// notGoTests is why only test has -json.
const notGoTests = "only chaosrun test prints its results as go test -json does: use -events for one JSON object a line"

// refusals are the other reasons, by flag, or by command and flag.
var refusals = map[string]string{
	"asan":             "runs under control are not looked at by sanitizers: use go test -asan",
	"bench":            "chaosrun runs no benchmarks: use go test -bench",
	"benchmem":         "chaosrun runs no benchmarks: use go test -bench",
	"benchtime":        "chaosrun runs no benchmarks: use go test -bench",
	"buildmode":        "a test binary under control has the default build mode: leave it out",
	"c":                "a test binary under control is of no use without chaosrun, which keeps it in its cache: use go test -c",
	"compiler":         "only the runtime of gc can be controlled: leave it out",
	"cpu":              "one goroutine runs at a time under control, whatever the number of processors: leave it out; -p is the number of worker processes",
	"exec":             "chaosrun starts the test binary itself, many times: leave it out",
	"fullpath":         "files are named from the folder of the module: leave it out",
	"fuzz":             "chaosrun mutates schedules and not the inputs of fuzz targets: use chaosrun fuzz for the one, go test -fuzz for the other",
	"fuzzminimizetime": "chaosrun mutates schedules and not the inputs of fuzz targets: use go test -fuzz",
	"fuzztime":         "use chaosrun fuzz -duration for schedules, go test -fuzztime for the inputs of fuzz targets",
	"msan":             "runs under control are not looked at by sanitizers: use go test -msan",
	"n":                "it prints commands and runs nothing: use go test -n",
	"o":                "a test binary under control is of no use without chaosrun, which keeps it in its cache: use go test -c -o",

	"fuzz json":   notGoTests,
	"hunt json":   notGoTests,
	"merge json":  notGoTests,
	"run json":    notGoTests,
	"mutate json": notGoTests,
	"sweep json":  notGoTests,

	"fuzz count":     "each run is another schedule: use -schedules",
	"hunt count":     "a hunt runs until its time is over: use -duration",
	"hunt failfast":  "a hunt is for one test and ends at its first failure: leave it out",
	"hunt skip":      "a hunt is for one test: say with -run which",
	"sweep count":    "each run is another schedule: use -schedules",
	"sweep failfast": "a campaign explores every test: leave it out, or use chaosrun test -failfast",
}
