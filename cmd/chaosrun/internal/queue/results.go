package queue

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/chaosrun/chaosrun/internal/runner"
)

// take takes what a worker says of a task. Of what nobody waits for, such as the second outcome
// of a task, nothing is kept.
func (p *Parent) take(m jetstream.Msg) {
	var r result
	err := p.receive(p.ctx, m, &r)
	if p.ctx.Err() != nil {
		return
	}
	if err != nil {
		p.log("a worker sent a result that makes no sense: %v", err)
	} else {
		p.answer(&r)
	}
	// If this does not arrive the message comes again, and nobody waits for it.
	if err := errors.Join(m.Ack(), p.drop(p.ctx, m)); err != nil && !passing(err) && p.ctx.Err() == nil {
		p.log("cannot take a result off the queue: %v", err)
	}
}

func (p *Parent) answer(r *result) {
	p.mu.Lock()
	w, ok := p.wait[r.ID]
	p.mu.Unlock()
	if !ok {
		return
	}
	err := save(p.artifacts, r.Recordings)
	if err == nil && r.Found != nil {
		err = p.found(*r.Found)
	}
	if err == nil && r.Outcome == nil {
		return
	}
	select {
	case w.answer <- answer{r.Outcome, err}:
	default: // it has one
	}
}

// save writes recordings into the artifacts folder, each as a whole or not at all. Names come
// from a worker: nothing outside of the folder is touched.
func save(artifacts string, all []recording) error {
	if len(all) == 0 {
		return nil
	}
	root, err := os.OpenRoot(artifacts)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, rec := range all {
		dir, base := filepath.Split(filepath.FromSlash(rec.Name))
		if dir == "" || runner.SafeName(base) != base || runner.SafeName(filepath.Clean(dir)) != filepath.Clean(dir) {
			return fmt.Errorf("a worker sent a recording under a name that is none: %q", rec.Name)
		}
		if err := root.MkdirAll(filepath.Clean(dir), 0o755); err != nil {
			return fmt.Errorf("cannot save a recording: %w", err)
		}
		part := filepath.Join(dir, ".new-"+newID())
		err := root.WriteFile(part, rec.Data, 0o644)
		if err == nil {
			err = root.Rename(part, filepath.Join(dir, base))
		}
		if err != nil {
			return fmt.Errorf("cannot save a recording: %w", errors.Join(err, ignoreMissing(root.Remove(part))))
		}
	}
	return nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}
