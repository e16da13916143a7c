package queue

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chaosrun/chaosrun/internal/runner"
)

// keepFor is how long a test binary stays that is not used.
const keepFor = 7 * 24 * time.Hour

// binary is the file with the test binary of a hash: from the cache, if what is there has that
// hash, or from the campaign's bucket.
func (m *membership) binary(ctx context.Context, hash string) (string, error) {
	name := filepath.Join(m.w.Cache, hash+".test")
	if h, err := runner.HashFile(os.Open(name)); err == nil && h == hash {
		return name, os.Chtimes(name, time.Time{}, time.Now())
	}
	if err := os.MkdirAll(m.w.Cache, 0o700); err != nil {
		return "", fmt.Errorf("cannot keep test binaries: %w", err)
	}
	if err := again(ctx, func(ctx context.Context) error { return m.fetch(ctx, hash, name) }); err != nil {
		return "", fmt.Errorf("cannot fetch a test binary: %w", err)
	}
	return name, nil
}

// fetch writes a test binary to a file, which is there as a whole or not at all.
func (m *membership) fetch(ctx context.Context, hash, name string) error {
	o, err := m.bucket.Get(ctx, hash)
	if err != nil {
		return err
	}
	defer o.Close()
	f, err := os.CreateTemp(m.w.Cache, ".new-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // it has its name by then, or is of no use
	_, err = io.Copy(f, o)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if h, err := runner.HashFile(os.Open(f.Name())); err != nil {
		return err
	} else if h != hash {
		return fmt.Errorf("it has the hash %.12s and should have %.12s", h, hash)
	}
	if err := os.Chmod(f.Name(), 0o700); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// Clean takes test binaries out of the cache that were not used for long.
func (w *Worker) Clean() error {
	entries, err := os.ReadDir(w.Cache)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		info, ierr := e.Info()
		if ierr != nil || time.Since(info.ModTime()) < keepFor || !strings.HasSuffix(e.Name(), ".test") && !strings.HasPrefix(e.Name(), ".new-") {
			continue
		}
		err = errors.Join(err, ignoreMissing(os.Remove(filepath.Join(w.Cache, e.Name()))))
	}
	return err
}

func isHex(s string) bool { return strings.Trim(s, "0123456789abcdef") == "" }
