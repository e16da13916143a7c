package tape

import "testing"

// Outside control everything is 0, whatever the range, and nothing is allocated.
func TestOutside(t *testing.T) {
	for _, n := range []uint64{0, 1, 2, 1 << 30, 1<<30 + 1, 1 << 40, ^uint64(0)} {
		if k := Draw(n); k != 0 {
			t.Errorf("Draw(%d) is %d", n, k)
		}
	}
	if n := testing.AllocsPerRun(100, func() { Draw(1 << 40); Choose(5); Point(); Mark("x") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if Controlled() || ID() != -1 || Uint64() != 0 {
		t.Error("controlled")
	}
}
