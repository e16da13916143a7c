// Package maps has correct programs that use what is random: map order, hashes, random numbers.
package maps

import (
	"bytes"
	crand "crypto/rand"
	"fmt"
	"hash/maphash"
	"math/rand"
	randv2 "math/rand/v2"
	"slices"
	"sync"
	"testing"
)

func TestIteration(t *testing.T) {
	m := map[string]int{}
	for i := range 50 {
		m[fmt.Sprint("key ", i)] = i
	}
	orders := map[string]bool{}
	for range 20 {
		var first string
		seen := map[int]bool{}
		for k, v := range m {
			if first == "" {
				first = k
			}
			if k != fmt.Sprint("key ", v) || seen[v] {
				t.Fatalf("%q: %d", k, v)
			}
			seen[v] = true
		}
		if len(seen) != 50 {
			t.Fatal(len(seen))
		}
		orders[first] = true
	}
	if len(orders) < 2 {
		t.Error("20 iterations all began with the same key")
	}
}

func TestDeleteWhileIterating(t *testing.T) {
	m := map[int]bool{}
	for i := range 100 {
		m[i] = true
	}
	n := 0
	for k := range m {
		if !m[k] {
			t.Fatalf("%d was deleted", k)
		}
		delete(m, k)
		delete(m, (k+1)%100)
		n++
	}
	if len(m) != 0 || n < 50 || n > 100 {
		t.Fatal(len(m), n)
	}
}

func TestSharedMap(t *testing.T) {
	var mu sync.RWMutex
	m := map[string]int{}
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for j := range 3 {
				mu.Lock()
				m[fmt.Sprint(i, j)] += i + j
				mu.Unlock()
				mu.RLock()
				if m[fmt.Sprint(i, j)] != i+j {
					t.Error(i, j)
				}
				mu.RUnlock()
			}
		})
	}
	wg.Wait()
	if len(m) != 12 {
		t.Fatal(m)
	}
}

func TestRand(t *testing.T) {
	a, b := rand.New(rand.NewSource(1)), rand.New(rand.NewSource(1))
	c, d := randv2.New(randv2.NewPCG(1, 2)), randv2.New(randv2.NewPCG(1, 2))
	for range 100 {
		if a.Int63() != b.Int63() || c.Uint64() != d.Uint64() {
			t.Fatal("equal seeds gave different numbers")
		}
	}
	if rand.Uint64() == rand.Uint64() || randv2.Uint64() == randv2.Uint64() {
		t.Error("the same 64-bit number twice")
	}
	var counts [4]int
	for range 4000 {
		counts[rand.Intn(4)]++
		counts[randv2.IntN(4)]++
	}
	for i, n := range counts {
		if n < 1500 || n > 2500 {
			t.Errorf("%d came %d times of 8000", i, n)
		}
	}
	p := randv2.Perm(10)
	slices.Sort(p)
	if !slices.Equal(p, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}) {
		t.Error(p)
	}
}

func TestCryptoRand(t *testing.T) {
	texts := make(chan string, 4)
	for range 4 {
		go func() {
			b := make([]byte, 32)
			if n, err := crand.Read(b); n != 32 || err != nil || bytes.Equal(b, make([]byte, 32)) {
				t.Error(n, err, b)
			}
			texts <- crand.Text()
		}()
	}
	seen := map[string]bool{}
	for range 4 {
		s := <-texts
		if len(s) < 26 || seen[s] {
			t.Error(s)
		}
		seen[s] = true
	}
}

func TestMaphash(t *testing.T) {
	s1, s2 := maphash.MakeSeed(), maphash.MakeSeed()
	if maphash.String(s1, "word") != maphash.Bytes(s1, []byte("word")) {
		t.Error("equal content, different hashes")
	}
	if maphash.String(s1, "word") == maphash.String(s2, "word") {
		t.Error("two seeds, one hash")
	}
	if maphash.Comparable(s1, [2]int{1, 2}) == maphash.Comparable(s1, [2]int{2, 1}) {
		t.Error("different arrays, one hash")
	}
	var h maphash.Hash
	h.SetSeed(s1)
	h.WriteString("wo")
	h.WriteString("rd")
	if h.Sum64() != maphash.String(s1, "word") {
		t.Error("hash of the parts differs")
	}
}
