package formats

import (
	"fmt"
	"io"
	"strings"
)

// mostAnnotations bounds what is printed; GitHub shows ten of each level for a step.
const mostAnnotations = 50

// GitHub writes workflow commands, from which GitHub makes annotations of the source: errors
// for what makes the command fail, notices for what does not.
func GitHub(w io.Writer, c *Campaign) error {
	n := 0
	put := func(level, file string, line int, title, message string) error {
		if n++; n > mostAnnotations {
			return nil
		}
		var props []string
		if file != "" {
			props = append(props, "file="+property(file))
			if line > 0 {
				props = append(props, fmt.Sprintf("line=%d", line))
			}
		}
		props = append(props, "title="+property(title))
		_, err := fmt.Fprintf(w, "::%s %s::%s\n", level, strings.Join(props, ","), data(message))
		return err
	}
	for _, b := range c.Bugs() {
		level := "error"
		if !b.Counts {
			level = "notice"
		}
		title := "chaosrun: " + b.Kind + " (" + string(b.State) + ")"
		if err := put(level, c.file(b.Observation), b.At.Line, title, b.says()); err != nil {
			return err
		}
	}
	for _, e := range c.Errors {
		if err := put("error", "", 0, "chaosrun: "+e.Package+" could not be explored", e.Message); err != nil {
			return err
		}
	}
	for _, t := range c.Tests {
		name := t.Package + "." + t.Name()
		switch {
		case t.Result.Verdict == "error":
			if err := put("error", "", 0, "chaosrun: "+name+" could not be explored", t.Result.Err.Error()); err != nil {
				return err
			}
		case t.unfinished():
			if err := put("warning", "", 0, "chaosrun: "+name, strings.Join(append([]string{"no run was finished"}, t.Result.Notes...), "\n")); err != nil {
				return err
			}
		case t.Fails() && len(t.Findings) == 0:
			if err := put("error", "", 0, "chaosrun: "+name, strings.Join(t.Result.Notes, "\n")); err != nil {
				return err
			}
		}
		for _, warning := range t.Result.Warnings {
			if err := put("warning", "", 0, "chaosrun: "+name, warning); err != nil {
				return err
			}
		}
	}
	for _, w := range c.timings() {
		if err := put("warning", c.file(w.Observation), w.At.Line, "chaosrun: timing of "+strings.Join(w.tests, " "), w.says()); err != nil {
			return err
		}
	}
	if n > mostAnnotations {
		_, err := fmt.Fprintf(w, "::notice title=chaosrun::%d more annotations are left out\n", n-mostAnnotations)
		return err
	}
	return nil
}

// says is the bug in a few lines.
func (b Bug) says() string {
	lines := []string{b.Message, "finding " + b.ID + ": " + b.Finding.Says(), "shown by " + strings.Join(b.Tests, ", ")}
	if b.Recording != "" {
		lines = append(lines, "to replay: chaosrun replay "+b.Recording)
	}
	return strings.Join(lines, "\n")
}

var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func data(s string) string     { return dataEscapes.Replace(plain(s)) }
func property(s string) string { return propertyEscapes.Replace(plain(s)) }
