//go:build chaosrun

package scheduler

import "time"

// newReleasing makes a scheduler whose workers first give up what they have run, as one
// would do in a defer, and then look what to do about an error. In between the job is
// nobody's: not running any more, and not yet waiting. A Shutdown that is told of the
// change may look just then.
func newReleasing(cfg Config) *Scheduler {
	s := New(cfg)
	s.settle = func(j *job, err error) {
		s.release(j, err)
		if err != nil && j.attempts < cfg.Attempts {
			s.retryLater(j)
		}
	}
	return s
}

func (s *Scheduler) release(j *job, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	j.state = Done
	if err != nil {
		j.state = Failed
	}
	s.open--
	s.changed.Broadcast()
}

func (s *Scheduler) retryLater(j *job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	j.state = Retrying
	s.open++
	time.AfterFunc(s.backoff(j), func() { s.again(j) })
}
