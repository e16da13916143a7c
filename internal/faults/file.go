package faults

import "path"

// What can happen to files.

// OnFile returns what happens now at a point of files to the file of that name, or nil.
func OnFile(point, name string) *Rule {
	if len(planned) == 0 && !listing || !awake() {
		return nil
	}
	if name == "/dev/stdin" || name == "/dev/stdout" || name == "/dev/stderr" {
		return nil
	}
	if listing {
		report("seen", point)
	}
	for i := range planned {
		if r := &planned[i]; r.Point == point && r.onPath(name) && r.choose() {
			return r
		}
	}
	return nil
}

// onPath reports whether the rule is of a file: it names its path or the end of that from a
// slash on, and may have the wildcards of path.Match in it.
func (r *Rule) onPath(name string) bool {
	if r.To == "" || Matches(name, r.To) {
		return true
	}
	for at := 0; at < len(name); at++ {
		if at > 0 && name[at-1] != '/' && name[at] != '/' { // the end may begin with the slash or after it
			continue
		}
		if ok, _ := path.Match(r.To, name[at:]); ok {
			return true
		}
	}
	return false
}
