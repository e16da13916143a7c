package runner

import (
	"fmt"
	"os"
	"os/exec"
	"sync"
)

// When this process is killed, nobody is left to end what the tests have started: a worker ends
// with us, its children do not. So a shell lives until our end of a pipe is closed, by whatever
// end of ours, and kills the process groups of the workers that it has been told of. It has a
// group of its own, as we may be killed by ours.

const orphansScript = `
groups=" "
while read -r what group; do
	case $what in
	begin) groups="$groups$group " ;;
	end) groups="${groups%% $group *} ${groups#* $group }" ;;
	esac
done
for group in $groups; do
	kill -s KILL -- "-$group" 2>/dev/null
done
`

var orphans struct {
	sync.Mutex
	tried bool
	pipe  *os.File // nil: there is no shell, and orphans live on
}

// tellOfGroup says that the process group of a worker begins or ends.
func tellOfGroup(what string, group int) {
	orphans.Lock()
	defer orphans.Unlock()
	if !orphans.tried {
		orphans.tried = true
		orphans.pipe = startOrphansShell()
	}
	if orphans.pipe != nil {
		_, _ = fmt.Fprintf(orphans.pipe, "%s %d\n", what, group) // somebody may have killed the shell
	}
}

func startOrphansShell() *os.File {
	r, w, err := os.Pipe()
	if err != nil {
		return nil
	}
	defer r.Close()
	cmd := exec.Command("/bin/sh", "-c", orphansScript)
	cmd.Dir, cmd.Env, cmd.Stdin = "/", []string{}, r
	cmd.SysProcAttr = ownGroup()
	if err := cmd.Start(); err != nil {
		w.Close()
		return nil
	}
	return w
}
