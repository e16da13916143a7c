package view

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// root is a folder that is covered by an overlay.
type root struct {
	path  string
	holes []string // mounts and sockets below it, which stay what they are, relative to it
}

// mountable finds the folders to cover, and reports whether a worker can.
func (v *View) mountable(bin string) bool {
	mounts, err := mountPoints()
	if err != nil {
		return false
	}
	mounts = append(mounts, sockets()...)
	// Root needs no user namespace, in which files of other users could not be copied.
	for _, v.user = range []bool{false, true} {
		own := ""
		if v.user {
			own = v.tree() // not even folders on the way to it may be others'
		}
		v.roots = roots(mounts, v.cover, own, v.tree(), "/tmp", os.TempDir())
		if v.roots != nil && (v.user || os.Geteuid() == 0) && v.probe(bin) {
			return true
		}
	}
	return false
}

// probe reports whether a worker can mount what it is told to.
func (v *View) probe(bin string) bool {
	tmp, err := TempFolder("chaosrun-")
	if err != nil {
		return false
	}
	defer os.RemoveAll(tmp)
	cmd := exec.Command(bin)
	cmd.Dir, cmd.Env = v.dir, os.Environ()
	cmd.WaitDelay = time.Second
	v.enterOverlay(cmd, "probe", tmp)
	if err := cmd.Start(); err != nil {
		return false
	}
	timer := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	return cmd.Wait() == nil
}

// tree is the folder around the package that is covered: its module's, as tests read files of
// other packages too.
func (v *View) tree() string {
	if m := resolved(v.module); m != "" && m != "/" && below(m, resolved(v.dir)) {
		return m
	}
	return resolved(v.dir)
}

// roots returns the folders to cover such that all of dirs are, outer ones first, with an overlay
// for the folder own alone. It returns nil if that is not possible.
func roots(mounts []string, cover, own string, dirs ...string) (rs []root) {
	var paths []string
	for _, d := range dirs {
		d = resolved(d)
		if d == "/" || strings.Contains(d, "\n") {
			return nil
		}
		if d != "" {
			paths = append(paths, d)
		}
	}
	slices.SortFunc(paths, func(a, b string) int { return len(a) - len(b) })
	for _, p := range paths {
		covered := slices.ContainsFunc(rs, func(r root) bool {
			between := func(m string) bool { return m != r.path && below(r.path, m) && below(m, p) }
			return below(r.path, p) && (p != own || r.path == p) && !slices.ContainsFunc(mounts, between)
		})
		if covered {
			continue
		}
		r := root{path: p}
		for _, m := range append(mounts[:len(mounts):len(mounts)], resolved(cover)) {
			if m != p && below(p, m) && !strings.Contains(m, "\n") {
				r.holes = append(r.holes, strings.TrimPrefix(m, p+"/"))
			}
		}
		rs = append(rs, r)
	}
	return rs
}

// below reports whether a file is a folder or below it.
func below(dir, name string) bool {
	return name == dir || strings.HasPrefix(name, strings.TrimSuffix(dir, "/")+"/")
}

// mountPoints lists where file systems are mounted.
func mountPoints() (points []string, err error) {
	b, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil, err
	}
	unescape := strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`)
	for l := range strings.Lines(string(b)) {
		if f := strings.Fields(l); len(f) > 4 {
			points = append(points, unescape.Replace(f[4]))
		}
	}
	return points, nil
}

// sockets lists the files of sockets that are in use: nobody could connect to them through an
// overlay.
func sockets() (names []string) {
	b, err := os.ReadFile("/proc/net/unix")
	if err != nil {
		return nil
	}
	for l := range strings.Lines(string(b)) {
		_, name, ok := strings.Cut(strings.TrimSuffix(l, "\n"), " /")
		if fi, err := os.Lstat("/" + name); ok && err == nil && fi.Mode()&os.ModeSocket != 0 {
			names = append(names, "/"+name)
		}
	}
	return names
}

// capabilities are what an ordinary user needs for a moment, in their own namespace, to mount an
// overlay: chown, dac_override, dac_read_search, fowner, fsetid, sys_admin, setfcap.
var capabilities = []uintptr{0, 1, 2, 3, 4, 21, 31}

// enterOverlay starts the command in a mount namespace, where the worker mounts what it is
// told to. An ordinary user may do so in a user namespace, in which they are who they were.
func (v *View) enterOverlay(cmd *exec.Cmd, mode, tmp string) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = new(syscall.SysProcAttr)
	}
	a := cmd.SysProcAttr
	options := ",redirect_dir=on"
	a.Cloneflags |= syscall.CLONE_NEWNS
	if v.user {
		// Other users' attributes are not for us, and redirect_dir needs them.
		options = ",userxattr"
		a.Cloneflags |= syscall.CLONE_NEWUSER
		a.UidMappings = []syscall.SysProcIDMap{{ContainerID: os.Geteuid(), HostID: os.Geteuid(), Size: 1}}
		a.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getegid(), HostID: os.Getegid(), Size: 1}}
		if os.Geteuid() != 0 {
			a.AmbientCaps = append(a.AmbientCaps, capabilities...)
		}
	}
	base := resolved(tmp)
	lines := []string{mode, options, base, v.dir, base}
	for _, r := range v.roots {
		lines = append(lines, "+"+r.path)
		for _, h := range r.holes {
			lines = append(lines, "-"+h)
		}
	}
	cmd.Env = append(cmd.Env, "CHAOSRUN_VIEW="+strings.Join(lines, "\n"))
}
