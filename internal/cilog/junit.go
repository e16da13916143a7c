package cilog

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// isXML reports whether what follows is XML. It reads nothing.
func isXML(b *bufio.Reader) bool {
	head, err := b.Peek(512)
	if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return false // the reader says it again
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	return bytes.HasPrefix(head, []byte("<?xml")) || bytes.HasPrefix(head, []byte("<testsuite"))
}

// mostXML bounds what one element may hold.
const mostXML = 4 << 20

// readJUnit reads JUnit XML as gotestsum and go-junit-report write it: a test case is a test, its
// class or its suite the package, and what it has printed is in the failure, in system-out beside
// it, or in that of the suite.
func (p *parser) readJUnit(r io.Reader) error {
	d := xml.NewDecoder(r)
	d.Strict = false
	d.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) { return in, nil }
	var suites []*stream
	var pkg, test string
	var text strings.Builder
	reading, message := "", ""
	failed := false
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			if len(p.log.Goals) > 0 || len(suites) > 0 {
				p.log.Cut = true // it is cut, and what there is counts
				break
			}
			return fmt.Errorf("it looks like JUnit XML and is none: %w", err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "testsuite":
				pkg = attribute(e, "name")
				if len(suites) < mostFrames {
					suites = append(suites, newStream(&p.log, pkg))
				}
			case "testcase":
				failed = false
				if test = attribute(e, "name"); test == "TestMain" || strings.HasPrefix(test, "[") {
					test = "" // so gotestsum calls the package, and go-junit-report what is no test
				}
				if len(suites) > 0 {
					suites[len(suites)-1] = suites[len(suites)-1].forClass(attribute(e, "classname"))
				}
			case "failure", "error", "system-out", "system-err":
				text.Reset()
				reading, message = e.Name.Local, attribute(e, "message")
				failed = failed || reading == "failure" || reading == "error"
			}
		case xml.CharData:
			if reading != "" && text.Len() < mostXML {
				text.Write(e)
			}
		case xml.EndElement:
			if len(suites) == 0 {
				continue
			}
			s := suites[len(suites)-1]
			switch e.Name.Local {
			case reading:
				reading = ""
				said := text.String()
				if strings.TrimSpace(said) == "" && message != "Failed" { // as all of gotestsum's are
					said = message
				}
				for l := range strings.SplitSeq(said, "\n") {
					if pkg, _ := packageResult(l); pkg == "" {
						s.lineOf(test, strings.TrimSuffix(l, "\r"))
					}
				}
				s.cur, s.dump = "", nil
			case "testcase":
				if test != "" {
					how := "pass"
					if failed {
						how = "fail"
					}
					s.testDone(test, how)
				}
				test = ""
			case "testsuite":
				s.packageDone(s.pkg, true)
				suites = suites[:len(suites)-1]
			}
		}
	}
	for _, s := range suites {
		s.packageDone(s.pkg, true)
	}
	return nil
}

// forClass is the stream for a test of that class, which is the package if the suite is none.
func (s *stream) forClass(class string) *stream {
	if !strings.Contains(class, "/") || Names(class, s.pkg) {
		return s
	}
	s.packageDone(s.pkg, true)
	return newStream(s.log, class)
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return bounded(a.Value)
		}
	}
	return ""
}
