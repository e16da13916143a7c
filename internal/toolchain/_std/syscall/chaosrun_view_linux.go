package syscall

import _ "unsafe" // for go:linkname

// A worker sees the module's folder and the system's folders for temporary files through
// overlays, in a mount namespace of its own: what it writes goes to memory and ends with it.
// Between two runs an overlay that was written to is mounted again, so that each run begins
// with the same files. The parent makes the namespace and says in CHAOSRUN_VIEW what to mount;
// it is mounted here because no init function of the user's runs before this package's.

// When chaosViewReset is called.
const (
	chaosBeforeRuns  = iota // init and TestMain have run
	chaosAfterWarmUp        // the first run of the process is over
	chaosBetweenRuns
)

// chaosRoot is a folder under an overlay. Names without a leading slash are relative to the
// base folder, which is current while overlays are mounted.
type chaosRoot struct {
	path  string
	lower string   // the folder itself, reachable although it is covered
	holes []string // folders below it that are not covered
	temp  []string // the way from it to the folder of TMPDIR, if that is below it

	layers []string // what is below upper, the topmost first
	upper  string   // where writes go
	work   string
	count  int           // overlays that were mounted here so far
	open   []chaosFolder // upper and the folders of temp in it
	kept   bool          // the process holds on to what it wrote: it is not reset
}

// chaosFolder is an open folder, and how large it was when the overlay was mounted.
type chaosFolder struct {
	fd   int
	size int64
}

var chaosView struct {
	roots   []*chaosRoot // a folder comes before those below it
	base    int          // descriptor of the folder of all upper folders
	dir     string       // the working directory in which runs begin
	cwd     [PathMax]byte
	options string // for every overlay
	memory  bool   // the base folder is in memory
}

// chaosViewFD is the lowest descriptor used here, out of the way of those that tests get. From
// 64 on the kernel would enlarge its table, and wait for milliseconds to do so.
const chaosViewFD = 48

func init() {
	spec, ok := Getenv("CHAOSRUN_VIEW")
	if !ok {
		return
	}
	Unsetenv("CHAOSRUN_VIEW") // it is not for the processes that the test starts
	lines := chaosLines(spec)
	if len(lines) < 5 || lines[0] == "copy" {
		return
	}
	step, err := chaosSetView(lines)
	if err == nil && lines[0] == "probe" {
		step, err = chaosTryView()
	}
	if err != nil {
		chaosViewFailed(step, err)
	}
	if lines[0] == "probe" {
		Exit(0)
	}
}

// chaosSetView mounts what the parent asks for: lines are the mode, options for overlays, the
// base folder, the working directory, TMPDIR, and then roots, each followed by its holes.
func chaosSetView(lines []string) (step string, err error) {
	v := &chaosView
	base, tmp := lines[2], lines[4]
	v.options, v.dir = lines[1], lines[3]
	if err := Mount("", "/", "", MS_REC|MS_PRIVATE, ""); err != nil {
		return "making mounts private", err
	}
	if err := chaosMountBase(base, v.options); err != nil {
		return "mounting " + base, err
	}
	fd, err := Open(base, O_RDONLY|O_DIRECTORY|O_CLOEXEC, 0)
	if err != nil {
		return "opening " + base, err
	}
	v.base = chaosMoveFD(fd)
	if err := Fchdir(v.base); err != nil {
		return "entering " + base, err
	}
	for _, l := range lines[5:] {
		if l[0] == '-' {
			r := v.roots[len(v.roots)-1]
			r.holes = append(r.holes, l[1:])
			continue
		}
		r := &chaosRoot{path: l[1:], lower: "l" + chaosItoa(len(v.roots)), temp: chaosBelow(l[1:], tmp)}
		r.layers = []string{r.lower}
		v.roots = append(v.roots, r)
		if err := Mkdir(r.lower, 0o700); err != nil {
			return "making a folder", err
		}
		if err := Mount(r.path, r.lower, "", MS_BIND|MS_REC, ""); err != nil {
			return "binding " + r.path, err
		}
	}
	for _, r := range v.roots {
		if err := r.mount(); err != nil {
			return "mounting an overlay on " + r.path, err
		}
	}
	return "entering " + v.dir, Chdir(v.dir)
}

// chaosMountBase mounts a file system in memory. Older kernels let no ordinary user keep the
// attributes that overlayfs needs there: then the base is on disk.
func chaosMountBase(base, options string) error {
	if err := Mount("tmpfs", base, "tmpfs", 0, "mode=0700"); err != nil {
		return err
	}
	if options != ",userxattr" || Setxattr(base, "user.chaosrun", []byte("1"), 0) == nil {
		chaosView.memory = true
		return nil
	}
	if err := Unmount(base, 0); err != nil {
		return err
	}
	return Mount(base, base, "", MS_BIND, "")
}

// mount lays a new overlay over the folder.
func (r *chaosRoot) mount() error {
	r.count++
	r.upper = "u" + r.lower + "." + chaosItoa(r.count)
	r.work = "w" + r.upper
	if err := Mkdir(r.work, 0o700); err != nil {
		return err
	}
	// The way to TMPDIR exists from the beginning, so that a test which only uses
	// t.TempDir, and cleans up, leaves nothing that is different.
	at, from := r.upper, r.lower
	for i := 0; ; i++ {
		if err := Mkdir(at, 0o700); err != nil {
			return err
		}
		var st Stat_t
		if err := Stat(from, &st); err != nil {
			return err
		}
		_ = Chown(at, int(st.Uid), int(st.Gid)) // an ordinary user cannot
		if err := Chmod(at, st.Mode&0o7777); err != nil {
			return err
		}
		fd, err := Open(at, O_RDONLY|O_DIRECTORY|O_CLOEXEC, 0)
		if err != nil {
			return err
		}
		r.open = append(r.open, chaosFolder{fd: chaosMoveFD(fd)})
		if i == len(r.temp) {
			break
		}
		at, from = at+"/"+r.temp[i], from+"/"+r.temp[i]
	}
	for i := range r.open {
		var st Stat_t
		if err := Fstat(r.open[i].fd, &st); err != nil {
			return err
		}
		r.open[i].size = st.Size
	}
	layers := r.layers[0]
	for _, l := range r.layers[1:] {
		layers += ":" + l
	}
	err := Mount("overlay", r.path, "overlay", 0, "lowerdir="+layers+",upperdir="+r.upper+",workdir="+r.work+chaosView.options)
	if err != nil {
		return err
	}
	for _, h := range r.holes {
		_ = Mount(r.lower+"/"+h, r.path+"/"+h, "", MS_BIND|MS_REC, "") // it may be gone, or not for us
	}
	return nil
}

// chaosViewDirty reports whether something was written that chaosViewReset would take back,
// and whether the process holds on to some of it.
//
//go:linkname chaosViewDirty
func chaosViewDirty() (dirty, held bool) {
	for _, r := range chaosView.roots {
		if r.kept || r.untouched() {
			continue
		}
		chaosToBase() // chaosViewReset is next and goes back
		if r.changed(false) != chaosClean {
			dirty = true
			held = held || r.held()
		}
	}
	return dirty, held
}

// chaosViewReset gives the next run the files that the first began with. What init and
// TestMain wrote is part of them. What the process holds on to, as a database that is opened
// once, stays as it is, like the variable that holds it.
//
//go:linkname chaosViewReset
func chaosViewReset(when int) {
	v := &chaosView
	if v.roots == nil {
		return
	}
	n, _ := Getcwd(v.cwd[:])
	if when == chaosBeforeRuns && n > 1 {
		v.dir = string(v.cwd[:n-1])
	}
	away := n < 1 || string(v.cwd[:n-1]) != v.dir
	from := -1 // the first root that is mounted again; those below it go with it
	for i, r := range v.roots {
		below := from >= 0 && chaosBelow(v.roots[from].path, r.path) != nil
		if !below && (r.kept || r.untouched()) {
			continue
		}
		chaosToBase()
		away = true
		what := r.changed(when == chaosBetweenRuns)
		if !below && (what == chaosClean || what == chaosAdded && when == chaosBetweenRuns) {
			continue
		}
		if when != chaosBetweenRuns && r.held() {
			r.kept = true
			continue
		}
		if !below {
			from = i
		}
		if err := r.reset(when); err != nil {
			chaosViewFailed("resetting "+r.path, err)
		}
	}
	if away {
		_ = Chdir(v.dir) // if it is gone, the test removed it and holds on to that
	}
}

// chaosToBase makes the base folder current.
func chaosToBase() {
	if err := Fchdir(chaosView.base); err != nil {
		chaosViewFailed("entering its folder", err)
	}
}

func chaosViewFailed(step string, err error) {
	Write(2, []byte("chaosrun: the view of the file system: "+step+": "+err.Error()+"\n"))
	Exit(2)
}

func (r *chaosRoot) reset(when int) error {
	_ = Unmount(r.path, MNT_DETACH) // it is gone already if the overlay above it is
	for _, f := range r.open {
		Close(f.fd)
	}
	r.open = nil
	chaosRemove(r.work)
	// What the warm-up run leaves in TMPDIR under a name that os.MkdirTemp makes up is
	// probably made once for all tests, by a sync.Once. It cannot be in the way.
	if when == chaosBeforeRuns || when == chaosAfterWarmUp && r.prune() {
		r.layers = append([]string{r.upper}, r.layers...)
	} else {
		chaosRemove(r.upper)
	}
	return r.mount()
}
