package report

import (
	"go/build"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
)

// downloaded is the name of a file of a module that was downloaded, as a recording has it: the path of the module
// with its version, and the file.
var downloaded = regexp.MustCompile(`^([^@]+@v\d[^/@]*)/([^@]+)$`)

// inCache is where a file of a downloaded module is in the module cache, "" if it is no such file. An upper-case
// letter of the module is an exclamation mark and the lower-case letter there (golang.org/x/mod/module).
func inCache(name string) string {
	m := downloaded.FindStringSubmatch(name)
	if m == nil || path.Clean(name) != name {
		return ""
	}
	var escaped strings.Builder
	for _, r := range m[1] {
		if unicode.IsUpper(r) {
			escaped.WriteByte('!')
		}
		escaped.WriteRune(unicode.ToLower(r))
	}
	return escaped.String() + "/" + m[2]
}

// openCache opens the module cache: $GOMODCACHE, or else pkg/mod in the first folder of $GOPATH.
func openCache() (*os.Root, error) {
	dir := os.Getenv("GOMODCACHE")
	if list := filepath.SplitList(build.Default.GOPATH); dir == "" && len(list) > 0 {
		dir = filepath.Join(list[0], "pkg", "mod")
	}
	return os.OpenRoot(dir)
}

// dependency reads a file of a downloaded module, which is at that place in the module cache.
func (s *Sources) dependency(at string) ([]byte, error) {
	if s.cache == nil {
		var err error
		if s.cache, err = openCache(); err != nil {
			return nil, err
		}
	}
	return readIn(s.cache, filepath.FromSlash(at))
}
