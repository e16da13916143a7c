package proptest

import (
	"slices"

	"github.com/leanovate/gopter/gen"
)

var elements = gen.IntRange(1, 9)

// QueueOps are the operations of a queue. Put adds an element at the end. Take removes the element
// at the front, and reports false if the queue is empty.
type QueueOps struct {
	Put  func(int)
	Take func() (int, bool)
	Len  func() int
}

// Queue is the model of a FIFO queue without a bound.
func Queue(newObject func() QueueOps) Model[QueueOps, []int] {
	return sequence(newObject, true)
}

// StackOps are the operations of a stack. Push adds an element on top. Pop removes it from there,
// and reports false if the stack is empty.
type StackOps struct {
	Push func(int)
	Pop  func() (int, bool)
	Len  func() int
}

// Stack is the model of a LIFO stack without a bound.
func Stack(newObject func() StackOps) Model[QueueOps, []int] {
	m := sequence(func() QueueOps {
		s := newObject()
		return QueueOps{Put: s.Push, Take: s.Pop, Len: s.Len}
	}, false)
	for i := range m.Commands {
		switch m.Commands[i].Name {
		case "Put":
			m.Commands[i].Name = "Push"
		case "Take":
			m.Commands[i].Name = "Pop"
		}
	}
	return m
}

func sequence(newObject func() QueueOps, fifo bool) Model[QueueOps, []int] {
	return Model[QueueOps, []int]{
		New:   newObject,
		Equal: slices.Equal[[]int],
		Commands: commandsOf(newObject(),
			command(func(q QueueOps) bool { return q.Put != nil }, "Put", elements,
				func(q QueueOps, v any) any { q.Put(v.(int)); return nil },
				func(s []int, v, _ any) ([]int, bool) { return push(s, v.(int)), true }),
			command(func(q QueueOps) bool { return q.Take != nil }, "Take", nil,
				func(q QueueOps, _ any) any { return found(q.Take()) },
				func(s []int, _, out any) ([]int, bool) {
					if len(s) == 0 {
						return s, out == maybe{}
					}
					at := 0
					if !fifo {
						at = len(s) - 1
					}
					return drop(s, at), out == maybe{s[at], true}
				}),
			command(func(q QueueOps) bool { return q.Len != nil }, "Len", nil,
				func(q QueueOps, _ any) any { return q.Len() },
				func(s []int, _, out any) ([]int, bool) { return s, out == len(s) }),
		),
	}
}

// BoundedQueueOps are the operations of a bounded queue. TryPut reports false if the queue is
// full, TryTake if it is empty.
type BoundedQueueOps struct {
	TryPut  func(int) bool
	TryTake func() (int, bool)
	Len     func() int
}

// BoundedQueue is the model of a FIFO queue of at most n elements.
func BoundedQueue(n int, newObject func() BoundedQueueOps) Model[BoundedQueueOps, []int] {
	return Model[BoundedQueueOps, []int]{
		New:   newObject,
		Equal: slices.Equal[[]int],
		Commands: commandsOf(newObject(),
			command(func(q BoundedQueueOps) bool { return q.TryPut != nil }, "TryPut", elements,
				func(q BoundedQueueOps, v any) any { return q.TryPut(v.(int)) },
				func(s []int, v, out any) ([]int, bool) {
					if len(s) == n {
						return s, out == false
					}
					return push(s, v.(int)), out == true
				}),
			command(func(q BoundedQueueOps) bool { return q.TryTake != nil }, "TryTake", nil,
				func(q BoundedQueueOps, _ any) any { return found(q.TryTake()) },
				func(s []int, _, out any) ([]int, bool) {
					if len(s) == 0 {
						return s, out == maybe{}
					}
					return drop(s, 0), out == maybe{s[0], true}
				}),
			command(func(q BoundedQueueOps) bool { return q.Len != nil }, "Len", nil,
				func(q BoundedQueueOps, _ any) any { return q.Len() },
				func(s []int, _, out any) ([]int, bool) { return s, out == len(s) }),
		),
	}
}

// ChannelOps are the non-blocking operations of a channel. TrySend reports false if the channel is
// full or closed. TryReceive reports false for ok if there is no value; closed reports whether the
// channel is closed and empty. Close may be called more than once.
type ChannelOps struct {
	TrySend    func(int) bool
	TryReceive func() (v int, ok, closed bool)
	Close      func()
}

// channel is the state of a channel.
type channel struct {
	Elements []int
	Closed   bool
}

type received struct {
	maybe
	Closed bool
}

// Channel is the model of a channel with room for n elements, n > 0.
func Channel(n int, newObject func() ChannelOps) Model[ChannelOps, channel] {
	return Model[ChannelOps, channel]{
		New:   newObject,
		Equal: func(a, b channel) bool { return a.Closed == b.Closed && slices.Equal(a.Elements, b.Elements) },
		Commands: commandsOf(newObject(),
			command(func(c ChannelOps) bool { return c.TrySend != nil }, "TrySend", elements,
				func(c ChannelOps, v any) any { return c.TrySend(v.(int)) },
				func(s channel, v, out any) (channel, bool) {
					if s.Closed || len(s.Elements) == n {
						return s, out == false
					}
					return channel{Elements: push(s.Elements, v.(int))}, out == true
				}),
			command(func(c ChannelOps) bool { return c.TryReceive != nil }, "TryReceive", nil,
				func(c ChannelOps, _ any) any {
					v, ok, closed := c.TryReceive()
					return received{found(v, ok), closed && !ok}
				},
				func(s channel, _, out any) (channel, bool) {
					if len(s.Elements) == 0 {
						return s, out == received{Closed: s.Closed}
					}
					return channel{drop(s.Elements, 0), s.Closed}, out == received{maybe: maybe{s.Elements[0], true}}
				}),
			command(func(c ChannelOps) bool { return c.Close != nil }, "Close", nil,
				func(c ChannelOps, _ any) any { c.Close(); return nil },
				func(s channel, _, _ any) (channel, bool) { return channel{s.Elements, true}, true }),
		),
	}
}
