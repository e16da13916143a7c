package pool

import (
	"bytes"
	"strings"
	"sync"
	"testing"
)

// renderer is what Renderer and its wrong versions have in common.
type renderer interface {
	Render(write func(*bytes.Buffer)) string
}

// ownText has goroutines that render a letter each, more than once. Nobody may get the
// text of another.
func ownText(t *testing.T, r renderer) {
	var wg sync.WaitGroup
	for _, letter := range []string{"a", "b", "c"} {
		wg.Go(func() {
			for n := 1; n <= 2; n++ {
				got := r.Render(func(buf *bytes.Buffer) {
					for range n {
						buf.WriteString(letter)
					}
				})
				if want := strings.Repeat(letter, n); got != want {
					t.Errorf("got %q, want %q", got, want)
				}
			}
		})
	}
	wg.Wait()
}

func TestOwnText(t *testing.T) { ownText(t, new(Renderer)) }
