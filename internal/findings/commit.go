package findings

import (
	"bytes"
	"context"
	"os/exec"
	"strings"
	"time"
)

// Here is the present moment in the history of the code in dir, and where dir is in its
// repository. Without git, or outside a repository, there is only the time.
func Here(ctx context.Context, dir string) (now Moment, folder string) {
	now.Time = time.Now().UTC().Truncate(time.Second)
	git := func(args ...string) (string, bool) {
		cmd := exec.CommandContext(ctx, "git", args...)
		cmd.Dir = dir
		out, err := cmd.Output()
		return string(bytes.TrimSpace(out)), err == nil
	}
	commit, ok := git("rev-parse", "--verify", "HEAD")
	if !ok {
		return now, ""
	}
	now.Commit = commit
	if changed, ok := git("status", "--porcelain", "--untracked-files=no"); ok && changed != "" {
		now.Commit += "+"
	}
	folder, _ = git("rev-parse", "--show-prefix")
	return now, strings.TrimSuffix(folder, "/")
}
