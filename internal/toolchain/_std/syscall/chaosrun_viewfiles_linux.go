package syscall

import "unsafe"

// What the view of the file system asks of folders and descriptors.

// untouched reports whether there is nothing new below the root since it was mounted. It
// comes before every run, and so it costs little: in memory the size of a folder is the number
// of its files.
func (r *chaosRoot) untouched() bool {
	for i, f := range r.open {
		var st Stat_t
		if Fstat(f.fd, &st) != nil || st.Size != f.size {
			return false
		}
		if !chaosView.memory && !chaosHas(f.fd, i < len(r.temp)) {
			return false
		}
	}
	return true
}

// chaosHas reports whether nothing is in a folder, or one thing.
func chaosHas(fd int, one bool) bool {
	var buf [512]byte
	if _, err := Seek(fd, 0, 0); err != nil {
		return false
	}
	n, err := Getdents(fd, buf[:])
	if err != nil {
		return false
	}
	count := -2 // without itself and the folder above
	for at := 0; at < n; count++ {
		at += int((*Dirent)(unsafe.Pointer(&buf[at])).Reclen)
	}
	return count == 0 && !one || count == 1 && one
}

// What has happened to files below a root, from bad to worse.
const (
	chaosClean   = iota
	chaosAdded   // there are new ones
	chaosChanged // old ones are changed or gone: the overlay is to be mounted again
)

// changed looks for files in the upper folder. Folders alone do not matter: overlayfs makes
// them for files that are gone. With remove it removes what is new.
func (r *chaosRoot) changed(remove bool) int { return r.changedIn("", remove) }

func (r *chaosRoot) changedIn(rel string, remove bool) (worst int) {
	names, err := chaosNames(r.upper + rel)
	if err != nil {
		return chaosChanged
	}
	for _, n := range names {
		what, at := chaosAdded, rel+"/"+n
		var upper, lower Stat_t
		if Lstat(r.upper+at, &upper) != nil {
			return chaosChanged
		}
		if r.below(at, &lower) {
			what = chaosChanged
			same := upper.Mode == lower.Mode && upper.Uid == lower.Uid && upper.Gid == lower.Gid
			if same && upper.Mode&S_IFMT == S_IFDIR && !chaosOpaque(r.upper+at) {
				what = r.changedIn(at, remove)
			}
		} else if remove {
			chaosRemove(r.path + at)
		}
		if worst = max(worst, what); worst == chaosChanged {
			break
		}
	}
	return worst
}

// below finds a file in what is below the upper folder.
func (r *chaosRoot) below(rel string, st *Stat_t) bool {
	for _, l := range r.layers {
		if Lstat(l+rel, st) == nil {
			return true
		}
	}
	return false
}

// chaosOpaque reports whether a folder replaces one that was there.
func chaosOpaque(name string) bool {
	var buf [1]byte
	for _, attr := range [...]string{"trusted.overlay.opaque", "user.overlay.opaque"} {
		if n, err := Getxattr(name, attr, buf[:]); err == nil && n == 1 && buf[0] == 'y' {
			return true
		}
	}
	return false
}

// held reports whether a file that is open for writing, or a folder that is open, is below the
// root, or a child process runs, which may have such files. A later overlay would not show what
// is written there.
func (r *chaosRoot) held() bool {
	const all, next = 0, WNOHANG | WEXITED | WNOWAIT
	if _, _, err := RawSyscall6(SYS_WAITID, all, 0, 0, next, 0, 0); err != ECHILD {
		return true
	}
	fd, err := Open(r.path, O_RDONLY|O_DIRECTORY|O_CLOEXEC, 0)
	if err != nil {
		return false
	}
	mount, _ := chaosDescriptor(chaosItoa(fd))
	Close(fd)
	names, err := chaosNames("/proc/self/fd")
	if err != nil {
		return false
	}
	for _, name := range names {
		at, flags := chaosDescriptor(name)
		if at == "" || at != mount {
			continue
		}
		var st Stat_t
		if Stat("/proc/self/fd/"+name, &st) != nil {
			continue
		}
		if st.Mode&S_IFMT == S_IFDIR || flags&O_ACCMODE != O_RDONLY {
			return true
		}
	}
	return false
}

// chaosDescriptor returns which mount an open file is on and the flags that it was opened
// with.
func chaosDescriptor(fd string) (mount string, flags int) {
	file, err := Open("/proc/self/fdinfo/"+fd, O_RDONLY|O_CLOEXEC, 0)
	if err != nil {
		return "", 0
	}
	var buf [1024]byte
	n, _ := Read(file, buf[:])
	Close(file)
	for _, l := range chaosLines(string(buf[:max(0, n)])) {
		if len(l) > 7 && l[:7] == "mnt_id:" {
			mount = l[7:]
		}
		if len(l) > 6 && l[:6] == "flags:" {
			for _, c := range []byte(l[6:]) {
				if '0' <= c && c <= '7' {
					flags = flags<<3 | int(c-'0')
				}
			}
		}
	}
	return mount, flags
}

// chaosNames lists a folder.
func chaosNames(dir string) (names []string, err error) {
	fd, err := Open(dir, O_RDONLY|O_DIRECTORY|O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer Close(fd)
	buf := make([]byte, 8192)
	for {
		n, err := Getdents(fd, buf)
		if n <= 0 {
			return names, err
		}
		_, _, names = ParseDirent(buf[:n], -1, names)
	}
}

// chaosRemove removes a file, or a folder and all that is in it, as far as it can.
func chaosRemove(name string) {
	if Unlink(name) == nil || Rmdir(name) == nil {
		return
	}
	_ = Chmod(name, 0o700)
	names, _ := chaosNames(name)
	for _, n := range names {
		chaosRemove(name + "/" + n)
	}
	_ = Rmdir(name)
}

// prune removes all that is in the upper folder except new files and folders with a made-up
// name in TMPDIR. It reports whether some are left.
func (r *chaosRoot) prune() bool { return r.temp != nil && r.pruneIn("", r.temp) }

func (r *chaosRoot) pruneIn(rel string, way []string) (left bool) {
	names, _ := chaosNames(r.upper + rel)
	for _, n := range names {
		var st Stat_t
		switch at := rel + "/" + n; {
		case len(way) > 0 && n == way[0]:
			left = r.pruneIn(at, way[1:])
		case len(way) == 0 && chaosMadeUp(n) && !r.below(at, &st):
			left = true
		default:
			chaosRemove(r.upper + at)
		}
	}
	return left
}

// chaosMadeUp reports whether there is a number in the name that is as long as nearly all of
// those that os.MkdirTemp and os.CreateTemp choose.
func chaosMadeUp(name string) bool {
	digits := 0
	for _, c := range []byte(name) {
		if c < '0' || '9' < c {
			digits = 0
		} else if digits++; digits == 7 {
			return true
		}
	}
	return false
}

// chaosTryView checks that files can be made and removed under each overlay, and that the
// folders themselves do not change.
func chaosTryView() (step string, err error) {
	for _, r := range chaosView.roots {
		name := r.path + "/.chaosrun-probe"
		fd, err := Open(name, O_CREAT|O_WRONLY|O_CLOEXEC, 0o600)
		if err == EACCES || err == EROFS {
			continue // nor can the test
		}
		if err != nil {
			return "writing " + name, err
		}
		Close(fd)
		if err := Unlink(name); err != nil {
			return "removing " + name, err
		}
		var st Stat_t
		if Stat(r.path+"/go.mod", &st) != nil {
			continue
		}
		if err := Unlink(r.path + "/go.mod"); err != nil && err != EACCES && err != EPERM {
			return "removing go.mod in the view", err
		}
	}
	return "", nil
}

// chaosMoveFD moves a descriptor out of the way, if the system's limit allows.
func chaosMoveFD(fd int) int {
	to, err := fcntl(fd, F_DUPFD_CLOEXEC, chaosViewFD)
	if err != nil {
		return fd
	}
	Close(fd)
	return to
}

// chaosBelow returns the way from a folder to a file below it: not nil, but empty, if they
// are the same, and nil if it is elsewhere.
func chaosBelow(dir, name string) []string {
	if name == dir {
		return []string{}
	}
	if len(name) <= len(dir) || name[:len(dir)] != dir || name[len(dir)] != '/' {
		return nil
	}
	return chaosSplit(name[len(dir)+1:], '/')
}

func chaosLines(s string) []string { return chaosSplit(s, '\n') }

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
