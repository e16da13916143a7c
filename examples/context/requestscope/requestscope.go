package requestscope

import "context"

// Service answers requests. It keeps nothing of a request: all that belongs to one is
// handed from function to function.
type Service struct {
	backend func(ctx context.Context, query string) (string, error)
}

// New returns a service that asks backend.
func New(backend func(ctx context.Context, query string) (string, error)) *Service {
	return &Service{backend: backend}
}

// Handle answers one request. The first parameter is its context.
func (s *Service) Handle(ctx context.Context, query string) (string, error) {
	return s.decorate(ctx, query)
}

func (s *Service) decorate(ctx context.Context, query string) (string, error) {
	answer, err := s.backend(ctx, query)
	if err != nil {
		return "", err
	}
	return "<" + answer + ">", nil
}
