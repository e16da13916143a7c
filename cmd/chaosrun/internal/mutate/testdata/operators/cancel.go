package operators

import (
	"context"
	"time"
)

type server struct{ stop context.CancelFunc }

func (s *server) run(ctx context.Context, f func(context.Context)) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	f(ctx)
	s.stop()
	ctx, because := context.WithCancelCause(ctx)
	f(ctx)
	because(nil)
}
