package toolchain

import (
	"os"
	"path/filepath"
	"time"
)

// How long test binaries stay in the cache after their last use, and how often it is looked whether
// there are older ones: as the go command does with its own cache.
const (
	keepBinaries = 5 * 24 * time.Hour
	lookForOld   = 24 * time.Hour
)

// evict removes the binaries that have not been used for long. Whoever builds one changes its folder.
func evict(cache string, now time.Time) error {
	bin := filepath.Join(cache, "bin")
	stamp := filepath.Join(cache, "evicted")
	if info, err := os.Stat(stamp); err == nil && now.Sub(info.ModTime()) < lookForOld {
		return nil
	}
	if err := os.WriteFile(stamp, nil, 0o644); err != nil {
		return err
	}
	dirs, err := os.ReadDir(bin)
	if err != nil {
		return err
	}
	for _, d := range dirs {
		if info, err := d.Info(); err == nil && now.Sub(info.ModTime()) > keepBinaries {
			if err := os.RemoveAll(filepath.Join(bin, d.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}
