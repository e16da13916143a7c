// Package encodings has correct programs that encode, decode and format in several goroutines.
package encodings

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	htmltemplate "html/template"
	"log/slog"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"text/template"
)

type item struct {
	Name string            `json:"name" xml:"name,attr"`
	Tags []string          `json:"tags,omitempty" xml:"tag"`
	More map[string]string `json:"more,omitempty" xml:"-"`
	Next *item             `json:"next,omitempty" xml:"next"`
}

func each(n int, f func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { f(i) })
	}
	wg.Wait()
}

func sample(i int) item {
	return item{Name: fmt.Sprint("item ", i), Tags: []string{"a", "<b>"}, Next: &item{Name: "next"}}
}

func TestJSON(t *testing.T) {
	each(4, func(i int) {
		in := sample(i)
		in.More = map[string]string{"z": "1", "y": "2"}
		b, err := json.Marshal(in)
		want := fmt.Sprintf(`{"name":"item %d","tags":["a","\u003cb\u003e"],"more":{"y":"2","z":"1"},"next":{"name":"next"}}`, i)
		if err != nil || string(b) != want {
			t.Errorf("%s, %v", b, err)
		}
		var out item
		if err := json.Unmarshal(b, &out); err != nil || !reflect.DeepEqual(in, out) {
			t.Errorf("%+v, %v", out, err)
		}
	})
	var bad *json.UnmarshalTypeError
	if err := json.Unmarshal([]byte(`{"name":1}`), &item{}); !reflect.TypeOf(err).AssignableTo(reflect.TypeOf(bad)) {
		t.Error(err)
	}
}

func TestGob(t *testing.T) {
	type point struct{ X, Y int }
	each(3, func(i int) {
		var b bytes.Buffer
		enc, dec := gob.NewEncoder(&b), gob.NewDecoder(&b)
		for j := range 2 {
			if err := enc.Encode(point{i, j}); err != nil {
				t.Error(err)
			}
		}
		for j := range 2 {
			var p point
			if err := dec.Decode(&p); err != nil || p != (point{i, j}) {
				t.Error(p, err)
			}
		}
	})
}

func TestXML(t *testing.T) {
	each(3, func(i int) {
		in := sample(i)
		b, err := xml.Marshal(in)
		want := fmt.Sprintf(`<item name="item %d"><tag>a</tag><tag>&lt;b&gt;</tag><next name="next"></next></item>`, i)
		if err != nil || string(b) != want {
			t.Errorf("%s, %v", b, err)
		}
		var out item
		if err := xml.Unmarshal(b, &out); err != nil || !reflect.DeepEqual(in, out) {
			t.Errorf("%+v, %v", out, err)
		}
	})
}

func TestTemplates(t *testing.T) {
	text := template.Must(template.New("t").Parse(`{{.Name}}:{{range .Tags}} {{.}}{{end}}`))
	html := htmltemplate.Must(htmltemplate.New("h").Parse(`<p title="{{.Name}}">{{range .Tags}}{{.}}{{end}}</p>`))
	each(4, func(i int) { // the first to execute escapes html
		var a, b strings.Builder
		if err := text.Execute(&a, sample(i)); err != nil || a.String() != fmt.Sprintf("item %d: a <b>", i) {
			t.Errorf("%q, %v", a.String(), err)
		}
		if err := html.Execute(&b, sample(i)); err != nil || b.String() != fmt.Sprintf(`<p title="item %d">a&lt;b&gt;</p>`, i) {
			t.Errorf("%q, %v", b.String(), err)
		}
	})
}

func TestRegexp(t *testing.T) {
	re := regexp.MustCompile(`(\w+)@(\w+)\.org`)
	each(4, func(i int) {
		s := fmt.Sprintf("from u%d@example.org to x@y.org", i)
		if m := re.FindStringSubmatch(s); len(m) != 3 || m[1] != fmt.Sprint("u", i) || m[2] != "example" {
			t.Error(m)
		}
		if got := re.ReplaceAllString(s, "$2"); got != "from example to y" {
			t.Error(got)
		}
	})
}

func TestSlog(t *testing.T) {
	var b bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&b, &slog.HandlerOptions{Level: slog.LevelInfo}))
	each(4, func(i int) {
		log.With("worker", i).Info("done", slog.Group("g", "n", i*i))
		log.Debug("not shown")
	})
	seen := map[int]bool{}
	for line := range strings.Lines(b.String()) {
		var r struct {
			Msg    string
			Worker int
			G      struct{ N int }
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil || r.Msg != "done" || r.G.N != r.Worker*r.Worker {
			t.Errorf("%q, %v", line, err)
		}
		seen[r.Worker] = true
	}
	if len(seen) != 4 {
		t.Error(b.String())
	}
}
