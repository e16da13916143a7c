package sweep

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

const schemaFile = "../../../../docs/chaosrun.schema.json"

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// configs are configurations, and whether the parser and the schema must take them. at is where
// the parser's error must be.
var configs = []struct {
	name, text string
	at         string // "": no error
}{
	{"empty", "", ""},
	{"comment", "# nothing yet\n", ""},
	{"all", `packages: [./..., ./x]
run: TestA
skip:
  - test: ^TestDocker
    package: /db$
    reason: needs a server
budget:
  - {test: TestBig, schedules: 50}
  - {package: slow, duration: 1m30s}
ignore:
  - example.com/db.(*Pool).loop
strategies: [auto, dfs]
clocks: [own, racing, "jitter:50ms"]
faults: [own, 'db/commit=error("disk full")#2']
seeds: [1, 2, 18446744073709551615]
schedules: 300
duration: 2h
keep-going: true
leaks: all
shrink: 0s
timeout: 10s
max-steps: 10000
race: false
accesses: false
short: true
tags: a,b
mod: vendor
modfile: other.mod
overlay: overlay.json
ldflags: ["-X main.version=1"]
gcflags: ["-N -l"]
trimpath: true
parallel: 2
args: [-verbose, "2"]
net: virtual
go: go1.26.8
artifacts: out
`, ""},
	{"unknown key", "packages: [.]\nscheduels: 3\n", "2:1"},
	{"unknown key of a skip", "skip:\n  - test: A\n    reason: r\n    because: x\n", "4:5"},
	{"not a list", "packages: .\n", "1:11"},
	{"not a number", "schedules: many\n", "1:12"},
	{"negative number", "schedules: -1\n", "1:12"},
	{"flags for the linker that are no list", "ldflags: -s\n", "1:10"},
	{"negative number of tests at once", "parallel: -1\n", "1:11"},
	{"negative seed", "seeds: [1, -2]\n", "1:12"},
	{"not a bool", "race: 3\n", "1:7"},
	{"not a duration", "duration: soon\n", "1:11"},
	{"negative duration", "packages: [.]\nduration: -2h\n", "2:11"},
	{"duration without a unit", "budget:\n  - test: A\n    duration: 90\n", "3:15"},
	{"skip without a reason", "skip:\n  - test: TestA\n", "2:5"},
	{"skip of all", "skip:\n  - reason: because\n", "2:5"},
	{"skip with schedules", "skip:\n  - test: A\n    reason: r\n    schedules: 3\n", "2:5"},
	{"budget of nothing", "budget:\n  - test: A\n", "2:5"},
	{"budget of none", "budget:\n  - test: A\n    schedules: 0\n", "2:5"},
	{"budget with a reason", "budget:\n  - test: A\n    schedules: 3\n    reason: r\n", "2:5"},
	{"ignore with a space", "ignore: [a b]\n", "1:10"},
	{"ignore of nothing", "ignore:\n  - \"\"\n", "2:5"},
	{"a list", "- packages\n", "1:1"},
	{"a text", "packages\n", "1:1"},
	{"key twice", "race: true\nrace: false\n", "2:1"},
	{"not YAML", "packages: [\n", "1:"},
	{"tag", "seeds: [1, !!int 2]\n", "1:12"},
	{"tag of a list", "run: a\nstrategies: !mine [auto]\n", "2:13"},
	{"tab", "skip:\n\t- test: a\n", ""},
}

// onlyParser are mistakes that a schema does not see: they are no YAML, or are more than one
// value.
var onlyParser = map[string]bool{"not YAML": true, "key twice": true, "tab": true, "tag": true, "tag of a list": true}

func TestConfig(t *testing.T) {
	s := schema(t)
	for _, c := range configs {
		_, err := ParseFile("chaosrun.yaml", []byte(c.text))
		switch {
		case c.name == "tab":
			if err == nil || !strings.HasPrefix(err.Error(), "chaosrun.yaml:") {
				t.Errorf("%s: %v, want an error", c.name, err)
			}
			continue
		case c.at == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.at != "" && (err == nil || !strings.HasPrefix(err.Error(), "chaosrun.yaml:"+c.at)):
			t.Errorf("%s: the error is %v, want one at %s", c.name, err, c.at)
		}
		if onlyParser[c.name] {
			continue
		}
		var v any
		if err := yaml.Unmarshal([]byte(c.text), &v); err != nil && c.text != "" && c.text[0] != '#' {
			t.Fatalf("%s: %v", c.name, err)
		}
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(b)))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(doc); (err != nil) != (c.at != "") {
			t.Errorf("%s: the schema says %v", c.name, err)
		}
	}
}

// The schema has the keys of the parser, and no others.
func TestSchemaKeys(t *testing.T) {
	b, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	type properties map[string]struct {
		Items struct {
			Properties map[string]any `json:"properties"`
		} `json:"items"`
	}
	var doc struct {
		Properties properties `json:"properties"`
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	tags := func(v any) map[string]bool {
		out := make(map[string]bool)
		typ := reflect.TypeOf(v)
		for i := range typ.NumField() {
			if tag := typ.Field(i).Tag.Get("yaml"); tag != "" {
				out[tag] = true
			}
		}
		return out
	}
	keys := tags(File{})
	for name := range doc.Properties {
		if !keys[name] {
			t.Errorf("the schema has %s, the parser has not", name)
		}
		delete(keys, name)
	}
	if len(keys) > 0 {
		t.Errorf("the parser has %v, the schema has not", keys)
	}
	rule := tags(Rule{})
	for _, list := range []string{"skip", "budget"} {
		for name := range doc.Properties[list].Items.Properties {
			if !rule[name] {
				t.Errorf("the schema has %s of %s, the parser has not", name, list)
			}
		}
	}
}

func FuzzParseFile(f *testing.F) {
	for _, c := range configs {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, err := ParseFile("f", []byte(text))
		if err == nil {
			file.Settings()
		} else if !strings.HasPrefix(err.Error(), "f:") {
			t.Errorf("the error does not name the file: %v", err)
		}
	})
}
