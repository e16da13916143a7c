package tape

import "fmt"

// Enabled is a goroutine among which a custom strategy chooses.
type Enabled struct {
	Goroutine int
	Op        uint8
	Object    uint64
	Running   bool
}

// Strategy makes pick the strategy of the run in progress: it returns the index of the option that
// goes on. It is called on a goroutine outside the run, with options that are valid during the
// call. make makes it, on that goroutine, before the first choice. Strategy does nothing if the run
// has another strategy; failed is told, as text, if pick panics or returns no index.
func Strategy(make func(seed uint64) func([]Enabled) int, failed func(what any)) {
	seed, ok := chaosCustomSeed()
	if !ok {
		return
	}
	Quiet(1)
	defer Quiet(-1)
	var pick func([]Enabled) int
	var options []Enabled
	answer := func() (k int) {
		defer func() {
			if r := recover(); r != nil {
				failed(r)
			}
		}()
		if pick == nil {
			pick = make(seed)
		}
		options = options[:0]
		for at := int32(-1); ; {
			slot, id, op, obj, running := chaosCustomOption(at)
			if slot < 0 {
				break
			}
			at = slot
			options = append(options, Enabled{id, op, uint64(obj), running})
		}
		if k = pick(options); k < 0 || k >= len(options) {
			panic(fmt.Sprintf("it chose option %d of %d", k, len(options)))
		}
		return k
	}
	if chaosCustomUse(answer) {
		chaosOutsideRun(true)
		go func() {
			for k := 0; ; {
				k = chaosCustomWait(k)()
			}
		}()
		chaosOutsideRun(false)
	}
}
