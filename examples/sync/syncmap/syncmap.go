package syncmap

import "sync"

// Sessions has a session for each user, made when it is first asked for.
type Sessions[S any] struct {
	byUser sync.Map // string to *S
}

// Get returns the session of a user. Everybody who asks for the same user gets the same
// one.
func (s *Sessions[S]) Get(user string) *S {
	if session, ok := s.byUser.Load(user); ok { // mostly: then none is made in vain
		return session.(*S)
	}
	session, _ := s.byUser.LoadOrStore(user, new(S))
	return session.(*S)
}

// End removes a session, if it is still that user's. It returns whether it was.
func (s *Sessions[S]) End(user string, session *S) bool {
	return s.byUser.CompareAndDelete(user, session)
}

// Len returns the number of sessions, give or take those that come and go meanwhile.
func (s *Sessions[S]) Len() int {
	n := 0
	s.byUser.Range(func(_, _ any) bool {
		n++
		return true
	})
	return n
}
