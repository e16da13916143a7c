package syscall

// A worker sees the module's folder and the system's folders for temporary files through
// overlays, in a mount namespace of its own: what it writes goes to memory and ends with it.
// The parent makes the namespace and says in CHAOSRUN_VIEW what to mount; it is mounted here
// because no init function of the user's runs before this package's. What a run has written is
// taken back by package testing.

// chaosViewFD is the lowest descriptor of ours, out of the way of those that tests get. From 64
// on the kernel would enlarge its table, and wait for milliseconds to do so.
const chaosViewFD = 48

func init() {
	spec, ok := Getenv("CHAOSRUN_VIEW")
	if !ok {
		return
	}
	lines := chaosSplit(spec, '\n')
	if len(lines) < 5 || lines[0] != "run" && lines[0] != "probe" {
		return // it is for package testing
	}
	base, step, err := chaosMountView(lines[1], lines[2], lines[4], lines[5:])
	if err == nil && lines[0] == "probe" {
		step, err = chaosTryView(lines[3], lines[5:])
	}
	if err == nil {
		step, err = "entering "+lines[3], Chdir(lines[3])
	}
	if err != nil {
		Write(2, []byte("chaosrun: the view of the file system: "+step+": "+err.Error()+"\n"))
		Exit(2)
	}
	if lines[0] == "probe" {
		Exit(0)
	}
	spec = "mounted\n" + chaosItoa(base) + "\n" + lines[4]
	for _, l := range lines[5:] {
		spec += "\n" + l
	}
	Setenv("CHAOSRUN_VIEW", spec)
	if Geteuid() != 0 {
		chaosOrdinary()
	}
	CloseOnExec(base)
}

// chaosOrdinary starts the program again without the capabilities that it needed so far: what
// an ordinary user may not do must fail in the test. They cannot be dropped here, since other
// threads have them too.
func chaosOrdinary() {
	const ambient, clear = 47, 4
	_, _, errno := RawSyscall(SYS_PRCTL, ambient, clear, 0)
	var name [PathMax]byte
	n, err := Readlink("/proc/self/exe", name[:])
	fd, oerr := Open("/proc/self/cmdline", O_RDONLY|O_CLOEXEC, 0)
	var args []byte
	for buf := make([]byte, 1<<16); oerr == nil; {
		n, err := Read(fd, buf)
		if n <= 0 || err != nil {
			break
		}
		args = append(args, buf[:n]...)
	}
	if errno == 0 && err == nil && len(args) > 0 {
		err = Exec(string(name[:n]), chaosSplit(string(args[:len(args)-1]), 0), Environ())
	}
	Write(2, []byte("chaosrun: cannot start the test binary again to drop capabilities\n"))
	Exit(2)
}

// chaosMountView mounts an overlay on each root. base is where the folders for what is written
// go, and also the root's own folders, which the overlays cover.
func chaosMountView(options, base, tmp string, roots []string) (fd int, step string, err error) {
	if err := Mount("", "/", "", MS_REC|MS_PRIVATE, ""); err != nil {
		return 0, "making mounts private", err
	}
	if err := chaosMountBase(base, options); err != nil {
		return 0, "mounting " + base, err
	}
	// It is inherited, if the program starts again.
	if fd, err = Open(base, O_RDONLY|O_DIRECTORY, 0); err != nil {
		return 0, "opening " + base, err
	}
	if to, err := fcntl(fd, F_DUPFD, chaosViewFD); err == nil {
		Close(fd)
		fd = to
	}
	if err := Fchdir(fd); err != nil {
		return 0, "entering " + base, err
	}
	var all []string
	for _, l := range roots {
		if l[0] != '+' {
			continue
		}
		lower := "l" + chaosItoa(len(all))
		all = append(all, l[1:])
		if err := Mkdir(lower, 0o700); err != nil {
			return 0, "making a folder", err
		}
		if err := Mount(l[1:], lower, "", MS_BIND|MS_REC, ""); err != nil {
			return 0, "binding " + l[1:], err
		}
	}
	n := -1
	for _, l := range roots {
		if l[0] == '+' {
			n++
			if err := chaosOverlay(chaosItoa(n), l[1:], tmp, options); err != nil {
				return 0, "mounting an overlay on " + l[1:], err
			}
			continue
		}
		// A hole. It may be gone by now, or not be for us.
		_ = Mount("l"+chaosItoa(n)+"/"+l[1:], all[n]+"/"+l[1:], "", MS_BIND|MS_REC, "")
	}
	return fd, "", nil
}

// chaosMountBase mounts a file system in memory. Older kernels let no ordinary user keep the
// attributes that overlayfs needs there: then the base is on disk.
func chaosMountBase(base, options string) error {
	if err := Mount("tmpfs", base, "tmpfs", 0, "mode=0700"); err != nil {
		return err
	}
	if options != ",userxattr" || Setxattr(base, "user.chaosrun", []byte("1"), 0) == nil {
		return nil
	}
	if err := Unmount(base, 0); err != nil {
		return err
	}
	return Mount(base, base, "", MS_BIND, "")
}

// chaosOverlay mounts an overlay on a root. The way to TMPDIR exists in it from the beginning,
// so that a test that only uses t.TempDir leaves nothing.
func chaosOverlay(id, root, tmp, options string) error {
	if err := Mkdir("w"+id, 0o700); err != nil {
		return err
	}
	at, from := "u"+id, "l"+id
	var way []string
	if len(tmp) > len(root) && tmp[:len(root)] == root && tmp[len(root)] == '/' {
		way = chaosSplit(tmp[len(root)+1:], '/')
	}
	for i := 0; ; i++ {
		var st Stat_t
		if err := Stat(from, &st); err != nil {
			return err
		}
		if err := Mkdir(at, 0o700); err != nil {
			return err
		}
		_ = Chown(at, int(st.Uid), int(st.Gid)) // an ordinary user cannot
		if err := Chmod(at, st.Mode&0o7777); err != nil {
			return err
		}
		if i == len(way) {
			break
		}
		at, from = at+"/"+way[i], from+"/"+way[i]
	}
	return Mount("overlay", root, "overlay", 0, "lowerdir=l"+id+",upperdir=u"+id+",workdir=w"+id+options)
}

// chaosTryView checks that files can be made and removed under each overlay and where the test
// runs.
func chaosTryView(dir string, roots []string) (step string, err error) {
	for _, l := range append(roots[:len(roots):len(roots)], "+"+dir, "+"+dir+"/testdata") {
		if l[0] != '+' {
			continue
		}
		name := l[1:] + "/.chaosrun-probe"
		fd, err := Open(name, O_CREAT|O_WRONLY|O_CLOEXEC, 0o600)
		if err == ENOENT || err == EACCES || err == EROFS {
			continue // nor can the test
		}
		if err != nil {
			return "writing " + name, err
		}
		Close(fd)
		if err := Unlink(name); err != nil {
			return "removing " + name, err
		}
		if err := Unlink(l[1:] + "/go.mod"); err != nil && err != ENOENT && err != EACCES && err != EPERM {
			return "removing a file", err
		}
	}
	return "", nil
}

func chaosSplit(s string, sep byte) (parts []string) {
	from := 0
	for i := range len(s) {
		if s[i] == sep {
			parts = append(parts, s[from:i])
			from = i + 1
		}
	}
	return append(parts, s[from:])
}

func chaosItoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return chaosItoa(n/10) + string(rune('0'+n%10))
}
