package runner

import (
	"context"
	"fmt"

	"github.com/chaosrun/chaosrun/internal/trace"
)

// Deviate makes a recorded run again up to the choice of who makes a step, or the last choice before it, lets
// goroutine g go on there, and continues under the plain schedule. It returns the recording of that run.
func (r *Runner) Deviate(ctx context.Context, rec *trace.Trace, step, g int) (*trace.Trace, error) {
	if !shrinkable(rec) {
		return nil, fmt.Errorf("no other goroutine can be chosen in this run: its recording is not whole, or it hangs")
	}
	plan, at, err := rec.Deviate(step, g)
	if err != nil {
		return nil, err
	}
	got, err := r.follow(ctx, r.again(rec, "record", "directed"), plan)
	if err != nil {
		return nil, err
	}
	t := got.trace
	if at >= len(t.Events) || t.Events[at].Next != g && !(t.Events[at].Kind == trace.EvPick && t.Events[at].G == g) {
		return nil, fmt.Errorf("g%d cannot run before step %d: it is blocked, has ended, or is not there yet", g, step)
	}
	if t.Kind == "" {
		t.Message = "the run passes"
	}
	t.Notes = append(t.Notes, fmt.Sprintf("g%d was chosen by hand before step %d", g, step))
	return t, nil
}
