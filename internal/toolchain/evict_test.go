package toolchain

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestEvict: what was not used for long is removed, once a day.
func TestEvict(t *testing.T) {
	cache := t.TempDir()
	now := time.Now()
	put := func(name string, age time.Duration) string {
		dir := filepath.Join(cache, "bin", name)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "p.test"), nil, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(dir, now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	there := func(dir string) bool { _, err := os.Stat(dir); return err == nil }
	old, young := put("old", keepBinaries+time.Hour), put("young", keepBinaries-time.Hour)
	if err := evict(cache, now); err != nil {
		t.Fatal(err)
	}
	if there(old) || !there(young) {
		t.Errorf("old is there: %v, young is there: %v", there(old), there(young))
	}
	put("old", keepBinaries+time.Hour)
	if err := evict(cache, now.Add(lookForOld-time.Hour)); err != nil || !there(old) {
		t.Error("it looks more than once a day", err)
	}
	if err := evict(cache, now.Add(lookForOld+time.Hour)); err != nil || there(old) {
		t.Error("it does not look again", err)
	}
}
