// Package view gives every worker process a view of the file system of its own: it sees the
// module's folder and the folders for temporary files as they are, and what it writes there
// is seen by no other process and is gone when the process ends. The user's folders do not
// change.
//
// Where the system lets it, the view is made of overlays in a mount namespace. Otherwise the
// process runs in a copy of the package's folder, and if that is too big, in the folder
// itself while no other worker does. The worker's side is in the edited standard library:
// package syscall mounts, and package testing takes back between runs what a run has written.
package view

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
)

// A View says how the workers of one package see the file system.
type View struct {
	module, dir string
	cover       string // a folder that is not covered; "": none
	kind        kind
	roots       []root // for overlays
	user        bool   // in a user namespace
	alone       sync.Mutex
}

type kind int

const (
	overlay kind = iota // overlays in a mount namespace
	copied              // a copy of the package's folder
	shared              // the package's folder, one process at a time
)

var views sync.Map // of a package's folder: func() *View

// For returns the view for workers of the test binary bin, which run in the package's folder
// dir of a module. They write coverage below the folder cover, if it is not empty. What is
// possible is tried once for each package.
func For(bin, module, dir, cover string) *View {
	f, _ := views.LoadOrStore(dir, sync.OnceValue(func() *View {
		v := &View{module: module, dir: dir, cover: cover}
		v.kind = v.possible(bin)
		return v
	}))
	return f.(func() *View)()
}

func (v *View) possible(bin string) kind {
	if v.mountable(bin) {
		return overlay
	}
	if _, err := measure(v.dir); err == nil {
		return copied
	}
	return shared
}

// Note says what is not as good as it could be, or nothing.
func (v *View) Note() string {
	if v.kind != shared {
		return ""
	}
	return fmt.Sprintf("this system has no overlays for us and %s is too big to copy: its tests run in one process at a time", v.dir)
}

// Enter prepares a command, a worker that is not yet started, to run in the view. tmp is an
// empty folder, and the worker's TMPDIR. When the process has ended, leave gives up what it
// has used.
func (v *View) Enter(cmd *exec.Cmd, tmp string) (leave func(), err error) {
	switch v.kind {
	case overlay:
		v.enterOverlay(cmd, "run", tmp)
	case copied:
		return v.enterCopy(cmd, tmp)
	}
	return func() {}, nil
}

// Alone waits until no other worker of the package runs, where they would meet. A worker
// that lives while others begin and end does not ask.
func (v *View) Alone() (done func()) {
	if v.kind != shared {
		return func() {}
	}
	v.alone.Lock()
	return v.alone.Unlock
}

// resolved is a folder's name without symbolic links, or "" if there is no such folder.
func resolved(dir string) string {
	name, err := filepath.EvalSymlinks(dir)
	if err != nil || dir == "" {
		return ""
	}
	if name, err = filepath.Abs(name); err != nil {
		return ""
	}
	if fi, err := os.Stat(name); err != nil || !fi.IsDir() {
		return ""
	}
	return name
}
