// Package testifys has correct programs that use testify.
package testifys

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
	"github.com/stretchr/testify/suite"
)

type counterSuite struct {
	suite.Suite
	mu     sync.Mutex
	n      int
	set    int
	events []string
}

func (s *counterSuite) SetupSuite()    { s.events = append(s.events, "suite") }
func (s *counterSuite) SetupTest()     { s.n = 0; s.set++ }
func (s *counterSuite) TearDownTest()  { s.events = append(s.events, "test") }
func (s *counterSuite) TearDownSuite() { s.events = append(s.events, "end") }

func (s *counterSuite) TestAdd() {
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.n++
		})
	}
	wg.Wait()
	s.Equal(3, s.n)
}

func (s *counterSuite) TestZero() {
	s.Require().Zero(s.n)
	s.Run("inside", func() { s.NotContains(s.events, "end") })
}

func TestSuite(t *testing.T) {
	s := new(counterSuite)
	suite.Run(t, s)
	assert.Equal(t, 2, s.set)
	assert.Equal(t, []string{"suite", "test", "test", "end"}, s.events)
}

func TestEventually(t *testing.T) {
	var done atomic.Bool
	go func() {
		time.Sleep(3 * time.Millisecond)
		done.Store(true)
	}()
	require.Eventually(t, done.Load, 5*time.Second, time.Millisecond)
	require.True(t, done.Load())
}

func TestEventuallyWithT(t *testing.T) {
	var n atomic.Int32
	require.EventuallyWithT(t, func(c *assert.CollectT) {
		assert.GreaterOrEqual(c, n.Add(1), int32(3))
	}, 5*time.Second, time.Millisecond)
	require.GreaterOrEqual(t, n.Load(), int32(3))
}

func TestNever(t *testing.T) {
	var bad atomic.Bool
	require.Never(t, bad.Load, 10*time.Millisecond, 2*time.Millisecond)
}

func TestAsserts(t *testing.T) {
	base := errors.New("base")
	errs := make(chan error, 3)
	for i := range 3 {
		go func() { errs <- fmt.Errorf("worker %d: %w", i, base) }()
	}
	var texts []string
	for range 3 {
		err := <-errs
		assert.ErrorIs(t, err, base)
		texts = append(texts, err.Error())
	}
	assert.ElementsMatch(t, []string{"worker 2: base", "worker 0: base", "worker 1: base"}, texts)
	assert.JSONEq(t, `{"a":1,"b":[2]}`, `{"b":[2],"a":1}`)
	assert.PanicsWithError(t, "base", func() { panic(base) })
	assert.WithinDuration(t, time.Now(), time.Now(), time.Minute)
}

type storeMock struct{ mock.Mock }

func (m *storeMock) get(key string) int { return m.Called(key).Int(0) }

func TestMock(t *testing.T) {
	m := new(storeMock)
	m.On("get", "a").Return(1).Twice()
	m.On("get", mock.AnythingOfType("string")).Return(2)
	var sum atomic.Int64
	var wg sync.WaitGroup
	for _, key := range []string{"a", "a", "b"} {
		wg.Go(func() { sum.Add(int64(m.get(key))) })
	}
	wg.Wait()
	assert.EqualValues(t, 4, sum.Load())
	m.AssertExpectations(t)
	m.AssertNumberOfCalls(t, "get", 3)
}
