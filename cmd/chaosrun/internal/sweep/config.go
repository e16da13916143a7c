package sweep

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// ConfigName is the file that a campaign reads from the current directory if no other is named.
const ConfigName = "chaosrun.yaml"

// maxConfig bounds a configuration file, in bytes.
const maxConfig = 1 << 20

// File is a configuration file. docs/chaosrun.schema.json describes it to editors.
type File struct {
	Packages []string `yaml:"packages"`
	Skip     []Rule   `yaml:"skip"`
	Budget   []Rule   `yaml:"budget"`
	Ignore   []string `yaml:"ignore"`

	// The rest are flags of the same names.
	Run        *string   `yaml:"run"`
	Strategies []string  `yaml:"strategies"`
	Clocks     []string  `yaml:"clocks"`
	Faults     []string  `yaml:"faults"`
	Seeds      []uint64  `yaml:"seeds"`
	Schedules  *uint64   `yaml:"schedules"`
	Duration   *Duration `yaml:"duration"`
	KeepGoing  *bool     `yaml:"keep-going"`
	Leaks      *string   `yaml:"leaks"`
	Unsteady   *string   `yaml:"unsteady"`
	Shrink     *Duration `yaml:"shrink"`
	HoldUp     *Duration `yaml:"holdup"`
	Timeout    *Duration `yaml:"timeout"`
	MaxSteps   *uint64   `yaml:"max-steps"`
	Race       *bool     `yaml:"race"`
	Accesses   *bool     `yaml:"accesses"`
	Short      *bool     `yaml:"short"`
	Tags       *string   `yaml:"tags"`
	Mod        *string   `yaml:"mod"`
	ModFile    *string   `yaml:"modfile"`
	Overlay    *string   `yaml:"overlay"`
	Ldflags    []string  `yaml:"ldflags"`
	Gcflags    []string  `yaml:"gcflags"`
	Trimpath   *bool     `yaml:"trimpath"`
	Parallel   *uint64   `yaml:"parallel"`
	Args       []string  `yaml:"args"`
	Net        *string   `yaml:"net"`
	Go         *string   `yaml:"go"`
	Artifacts  *string   `yaml:"artifacts"`

	name string
	doc  *ast.File
}

// Rule says something of the tests that match its patterns; an empty one matches all.
type Rule struct {
	Test      string   `yaml:"test" json:"test,omitempty"`
	Package   string   `yaml:"package" json:"package,omitempty"`
	Reason    string   `yaml:"reason" json:"reason,omitempty"`       // of a skip
	Schedules uint64   `yaml:"schedules" json:"schedules,omitempty"` // of a budget, under each configuration
	Duration  Duration `yaml:"duration" json:"duration,omitempty"`   // of a budget, all configurations together
}

// String names the rule by what it has to match.
func (r *Rule) String() string {
	var by []string
	if r.Test != "" || r.Package == "" {
		by = append(by, fmt.Sprintf("test %q", r.Test))
	}
	if r.Package != "" {
		by = append(by, fmt.Sprintf("package %q", r.Package))
	}
	return strings.Join(by, " and ")
}

// Duration is written as time.ParseDuration reads it.
type Duration time.Duration

// UnmarshalYAML reads a duration.
func (d *Duration) UnmarshalYAML(n ast.Node) error {
	text := n.GetToken().Value
	v, err := time.ParseDuration(text)
	if err != nil || v < 0 {
		return &errorAt{n.GetToken().Position, fmt.Sprintf("%q is no duration: want one like 90s or 2h", text)}
	}
	*d = Duration(v)
	return nil
}

// errorAt is an error at a place in the file.
type errorAt struct {
	pos *token.Position
	msg string
}

func (e *errorAt) Error() string { return e.msg }

// matches reports whether the rule is for a test. Its patterns were checked before.
func (r *Rule) matches(pkg, test string) bool {
	match := func(pattern, s string) bool {
		re, err := regexp.Compile(pattern)
		return err == nil && re.MatchString(s)
	}
	return match(r.Package, pkg) && match(r.Test, test)
}

// ReadFile reads a configuration file. Its errors begin with file:line:column.
func ReadFile(name string) (*File, error) {
	in, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	b, err := io.ReadAll(io.LimitReader(in, maxConfig+1))
	if err != nil {
		return nil, err
	}
	return ParseFile(name, b)
}

// ParseFile is ReadFile for a file whose text is at hand.
func ParseFile(name string, b []byte) (*File, error) {
	if len(b) > maxConfig {
		return nil, fmt.Errorf("%s: it is too large for a configuration", name)
	}
	f := &File{name: name}
	var err error
	if f.doc, err = parser.ParseBytes(b, 0); err == nil {
		if n := len(f.doc.Docs); n > 1 {
			return nil, fmt.Errorf("%s: it has %d documents: want one", name, n)
		}
		for _, d := range f.doc.Docs {
			if d.Body != nil && err == nil {
				err = plain(d.Body)
			}
		}
	}
	if err == nil {
		err = yaml.UnmarshalWithOptions(b, f, yaml.Strict())
	}
	if errors.Is(err, io.EOF) {
		return f, nil // nothing, or comments alone
	}
	if err != nil {
		return nil, f.locate(err)
	}
	return f, f.check()
}

// plain reports a tag: a configuration needs none, and the YAML library falls over some.
func plain(n ast.Node) error {
	var t tagFinder
	ast.Walk(&t, n)
	if t.found == nil {
		return nil
	}
	return &errorAt{t.found.Position, "a configuration has no tags"}
}

type tagFinder struct{ found *token.Token }

func (t *tagFinder) Visit(n ast.Node) ast.Visitor {
	if n.Type() == ast.TagType && t.found == nil {
		t.found = n.GetToken()
	}
	return t
}

// locate says where the error of the YAML library is.
func (f *File) locate(err error) error {
	var at *errorAt
	if errors.As(err, &at) {
		return fmt.Errorf("%s:%d:%d: %s", f.name, at.pos.Line, at.pos.Column, at.msg)
	}
	var y yaml.Error
	if errors.As(err, &y) && y.GetToken() != nil {
		p := y.GetToken().Position
		return fmt.Errorf("%s:%d:%d: %s", f.name, p.Line, p.Column, oneLine(y.GetMessage()))
	}
	return fmt.Errorf("%s: %s", f.name, oneLine(err.Error()))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// ErrorAt is an error about the value with a path like $.skip[0].test.
func (f *File) ErrorAt(path string, err error) error {
	if p, perr := yaml.PathString(path); perr == nil && f.doc != nil {
		if n, ferr := p.FilterFile(f.doc); ferr == nil && n != nil {
			if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
				n = m.Values[0].Key // the token of the mapping is a colon
			}
			pos := n.GetToken().Position
			return fmt.Errorf("%s:%d:%d: %w", f.name, pos.Line, pos.Column, err)
		}
	}
	return fmt.Errorf("%s: %w", f.name, err)
}

// check reports what no campaign can follow.
func (f *File) check() error {
	for i, r := range f.Skip {
		path := fmt.Sprintf("$.skip[%d]", i)
		switch {
		case r.Reason == "":
			return f.ErrorAt(path, errors.New("a skip needs a reason"))
		case r.Schedules > 0 || r.Duration > 0:
			return f.ErrorAt(path, errors.New("a skip has a test, a package and a reason, no schedules and no duration"))
		}
		if err := f.checkRule(path, r); err != nil {
			return err
		}
	}
	for i, r := range f.Budget {
		path := fmt.Sprintf("$.budget[%d]", i)
		switch {
		case r.Schedules == 0 && r.Duration == 0:
			return f.ErrorAt(path, errors.New("a budget needs schedules or a duration above 0"))
		case r.Reason != "":
			return f.ErrorAt(path, errors.New("a budget has no reason"))
		}
		if err := f.checkRule(path, r); err != nil {
			return err
		}
	}
	for i, name := range f.Ignore {
		if name == "" || strings.ContainsAny(name, " \t\n") {
			return f.ErrorAt(fmt.Sprintf("$.ignore[%d]", i), fmt.Errorf("%q is no function: want a name like example.com/db.(*Pool).loop", name))
		}
	}
	return nil
}

func (f *File) checkRule(path string, r Rule) error {
	if r.Test == "" && r.Package == "" {
		return f.ErrorAt(path, errors.New("it needs a test or a package, or both"))
	}
	if _, err := regexp.Compile(r.Test); err != nil {
		return f.ErrorAt(path+".test", err)
	}
	if _, err := regexp.Compile(r.Package); err != nil {
		return f.ErrorAt(path+".package", err)
	}
	return nil
}

// Setting is a value for a flag; Path is where the file has it.
type Setting struct{ Flag, Value, Path string }

// Settings are the values that the file has for flags.
func (f *File) Settings() []Setting {
	var out []Setting
	put := func(flag, value string) { out = append(out, Setting{flag, value, "$." + flag}) }
	each := func(flag string, values []string) {
		for i, v := range values {
			out = append(out, Setting{flag, v, fmt.Sprintf("$.%s[%d]", flag, i)})
		}
	}
	each("strategies", f.Strategies)
	each("clocks", f.Clocks)
	each("faults", f.Faults)
	each("ldflags", f.Ldflags)
	each("gcflags", f.Gcflags)
	each("args", f.Args)
	var seeds []string
	for _, n := range f.Seeds {
		seeds = append(seeds, strconv.FormatUint(n, 10))
	}
	if len(seeds) > 0 {
		put("seeds", strings.Join(seeds, ","))
	}
	for flag, v := range map[string]*string{"run": f.Run, "leaks": f.Leaks, "unsteady": f.Unsteady, "tags": f.Tags, "mod": f.Mod, "modfile": f.ModFile, "overlay": f.Overlay, "net": f.Net, "go": f.Go, "artifacts": f.Artifacts} {
		if v != nil {
			put(flag, *v)
		}
	}
	for flag, v := range map[string]*uint64{"schedules": f.Schedules, "max-steps": f.MaxSteps, "parallel": f.Parallel} {
		if v != nil {
			put(flag, strconv.FormatUint(*v, 10))
		}
	}
	for flag, v := range map[string]*bool{"keep-going": f.KeepGoing, "race": f.Race, "accesses": f.Accesses, "trimpath": f.Trimpath, "short": f.Short} {
		if v != nil {
			put(flag, strconv.FormatBool(*v))
		}
	}
	for flag, v := range map[string]*Duration{"duration": f.Duration, "shrink": f.Shrink, "holdup": f.HoldUp, "timeout": f.Timeout} {
		if v != nil {
			put(flag, time.Duration(*v).String())
		}
	}
	return out
}
