package runtime

import (
	"chaosrun/engine"
	_ "unsafe" // for linkname
)

// chaosProfile lets a profiler know which operations of the next runs functions of pkg
// make; nil ends that.
//
//go:linkname chaosProfile
func chaosProfile(p *engine.Profiler, pkg string) {
	chaosState.profiler, chaosState.profiled = p, pkg
}

// chaosCalledBy reports whether a function of pkg makes the operation: it is the innermost on
// the stack that is not of the standard library, whose import paths have no dot in their first
// element.
func chaosCalledBy(pkg string) bool {
	var pcs [chaosMaxPCs]uintptr
	n := callers(2, pcs[:])
	for _, pc := range pcs[:n] {
		f := findfunc(pc)
		if !f.valid() {
			continue
		}
		u, frame := newInlineUnwinder(f, pc-1)
		path, dotted := chaosPackage(u.srcFunc(frame).name())
		if path == pkg {
			return true
		}
		if dotted {
			return false
		}
	}
	return false
}

// chaosStdCaller reports whether the caller so many frames up is a function of the standard
// library.
//
//go:linkname chaosStdCaller
func chaosStdCaller(skip int) bool {
	pc, file, _, ok := Caller(skip + 1)
	if !ok {
		return false
	}
	path, dotted := chaosPackage(FuncForPC(pc).Name())
	if dotted || path == "" {
		return false
	}
	// Its files are in a folder src, in the user's GOROOT or in our cache.
	for i := range file {
		if at := i + len("/src/"); at+len(path) < len(file) && file[i:at] == "/src/" && file[at:at+len(path)] == path {
			return true
		}
	}
	return false
}

// chaosPackage returns the import path in the name of a function, and whether its first
// element has a dot.
func chaosPackage(name string) (path string, dotted bool) {
	slash := 0
	for i := range name {
		if name[i] == '/' {
			slash = i
		}
	}
	for i := range name[slash:] {
		if name[slash+i] == '.' {
			path = name[:slash+i]
			break
		}
	}
	for i := range path {
		switch path[i] {
		case '/':
			return path, false
		case '.':
			return path, true
		}
	}
	return path, false
}
