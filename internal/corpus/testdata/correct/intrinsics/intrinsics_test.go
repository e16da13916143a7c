// Package intrinsics has programs that use functions of package sync/atomic, which are calls under
// control, together with other functions that the compiler knows.
package intrinsics

import (
	"crypto/subtle"
	"math"
	"math/big"
	"math/bits"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

func TestComparesPasswords(t *testing.T) {
	var attempts, right int32
	var wg sync.WaitGroup
	for _, p := range []string{"secret", "guess", "secre"} {
		wg.Go(func() {
			atomic.AddInt32(&attempts, 1)
			if subtle.ConstantTimeCompare([]byte(p), []byte("secret")) == 1 {
				atomic.AddInt32(&right, 1)
			}
		})
	}
	wg.Wait()
	if attempts != 3 || right != 1 {
		t.Fatal(attempts, right)
	}
}

func TestConstantTime(t *testing.T) {
	var n int32
	for _, c := range []struct{ got, want int }{
		{subtle.ConstantTimeByteEq(7, 7), 1},
		{subtle.ConstantTimeByteEq(7, 8), 0},
		{subtle.ConstantTimeEq(-1, -1), 1},
		{subtle.ConstantTimeEq(1, -1), 0},
		{subtle.ConstantTimeLessOrEq(3, 3), 1},
		{subtle.ConstantTimeLessOrEq(4, 3), 0},
		{subtle.ConstantTimeSelect(1, 5, 6), 5},
		{subtle.ConstantTimeSelect(0, 5, 6), 6},
	} {
		if atomic.AddInt32(&n, 1); c.got != c.want {
			t.Errorf("case %d: %d, want %d", n, c.got, c.want)
		}
	}
	b := []byte{1, 2}
	subtle.ConstantTimeCopy(1, b, []byte{3, 4})
	if subtle.XORBytes(b, b, []byte{3, 4}); b[0] != 0 || b[1] != 0 {
		t.Error(b)
	}
}

func TestBitsAndFloats(t *testing.T) {
	var n uint64 = 1 << 40
	v := atomic.LoadUint64(&n)
	hi, lo := bits.Mul64(v, v)
	if sum, carry := bits.Add64(math.MaxUint64, v, 0); hi != 1<<16 || lo != 0 || carry != 1 || sum != v-1 {
		t.Error(hi, lo, sum, carry)
	}
	if bits.TrailingZeros64(v) != 40 || bits.Len64(v) != 41 || bits.OnesCount64(v) != 1 || bits.ReverseBytes64(v) != 1<<16 || bits.RotateLeft64(v, 24) != 1 {
		t.Error(v)
	}
	if math.FMA(2, 3, 4) != 10 || math.Sqrt(16) != 4 || math.Floor(1.5) != 1 || math.Abs(-2) != 2 || math.Trunc(-1.5) != -1 || math.Copysign(3, -1) != -3 {
		t.Error("floats")
	}
	if new(big.Int).Exp(big.NewInt(3), big.NewInt(40), nil).String() != "12157665459056928801" {
		t.Error("big")
	}
}

func TestAtomicsOfAllKinds(t *testing.T) {
	var i32 int32
	var u32 uint32
	var i64 int64
	var u64 uint64
	var p uintptr
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			atomic.AddInt32(&i32, 1)
			atomic.AddUint32(&u32, 1)
			atomic.AddInt64(&i64, 1)
			atomic.OrUint64(&u64, 3)
			atomic.AndUint64(&u64, 1)
			for old := atomic.LoadUintptr(&p); !atomic.CompareAndSwapUintptr(&p, old, old+1); old = atomic.LoadUintptr(&p) {
				runtime.Gosched()
			}
		})
	}
	wg.Wait()
	if atomic.SwapInt32(&i32, 0) != 2 || u32 != 2 || i64 != 2 || u64 != 1 || p != 2 {
		t.Error(i32, u32, i64, u64, p)
	}
}
