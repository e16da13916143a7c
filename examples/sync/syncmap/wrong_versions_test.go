//go:build chaosrun

package syncmap

// twoSteps looks with Load and then stores. Each step is safe for itself; two goroutines
// that both see nothing both store, and one of them has a session that nobody else knows.
type twoSteps struct{ Sessions[session] }

func (s *twoSteps) Get(user string) *session {
	if found, ok := s.byUser.Load(user); ok {
		return found.(*session)
	}
	made := new(session)
	s.byUser.Store(user, made)
	return made
}

// endsAny looks whether the session is the user's and then deletes what there is.
type endsAny struct{ Sessions[session] }

func (s *endsAny) End(user string, old *session) bool {
	if found, ok := s.byUser.Load(user); !ok || found != old {
		return false
	}
	s.byUser.Delete(user)
	return true
}
