package engine

// Path is where a [DPOR] stands: the choices of its next run, and at each what else there is to
// explore. A path with a floor explores one part of all schedules: the subtree under its first
// choices. What it finds out about those is for whoever explores the others.
type Path struct {
	Ended bool // everything is explored
	Cut   bool // something had to be left out
	Anew  bool // a run has shown something new: the whole search begins anew
	Shown Shown

	Classes, Redundant uint32

	Floor int // choices that stay
	Nodes []Node
}

// Shown is what some run of a search has shown, and the search has to mind from then on.
type Shown struct {
	Groups   bool // waiting for a WaitGroup is more than what [groups] takes it for
	Channels bool // a channel is more than a [Queue]
}

// Node is a state on a path: a step, or a choice of a value within one.
type Node struct {
	Options uint64  // slots that could make the step; 0: a choice of a value
	Done    uint64  // slots from which everything is explored, or will be
	Back    uint64  // slots to explore
	Sleep   uint64  // slots whose step was explored before, from an equivalent state; or such values
	Slept   Effects // of the steps of those in Sleep
	Did     Effects // of those in Done
	Eff     Effects // of the chosen one, in all runs so far
	Chosen  int32
	K, N    uint32 // value K of N
}

// Left are the slots that are still to be explored after the chosen one.
func (n *Node) Left() uint64 { return n.Back &^ (n.Done | n.Sleep | 1<<uint(n.Chosen)) }

// NextValue is the value that is to be explored after value K, if there is one.
func (n *Node) NextValue() (k uint32, ok bool) {
	for k = n.K + 1; k < n.N; k++ {
		if k >= 64 || n.Sleep>>k&1 == 0 {
			return k, true
		}
	}
	return n.K, false
}

// AlmostAll is the share of all schedules that is explored as long as some are left: sums of many small shares are
// rounded.
const AlmostAll = 1 - 1.0/(1<<53)

// A node in what is saved: its masks, in two words each, and three words.
const (
	nodeMasks  = 7
	nodeWords  = 2*nodeMasks + 3
	pathHeader = 4
)

func (n *Node) masks() [nodeMasks]*uint64 {
	return [nodeMasks]*uint64{&n.Options, &n.Done, &n.Back, &n.Sleep, (*uint64)(&n.Slept), (*uint64)(&n.Did), (*uint64)(&n.Eff)}
}

// Words is the path as [DPOR.Load] reads it.
func (p *Path) Words() []uint32 {
	words := []uint32{
		flag(p.Ended) | flag(p.Cut)<<1 | flag(p.Anew)<<2 | flag(p.Shown.Groups)<<3 | flag(p.Shown.Channels)<<4,
		p.Classes, p.Redundant, uint32(p.Floor),
	}
	for i := range p.Nodes {
		n := &p.Nodes[i]
		for _, m := range n.masks() {
			words = append(words, uint32(*m), uint32(*m>>32))
		}
		words = append(words, uint32(n.Chosen), n.K, n.N)
	}
	return words
}

// ParsePath reads what Words or [DPOR.Save] has written. Of no words it makes the path of a search
// that has not begun.
func ParsePath(words []uint32) (p Path) {
	if len(words) < pathHeader {
		return Path{}
	}
	flags := words[0]
	p = Path{
		Ended: flags&1 != 0, Cut: flags&2 != 0, Anew: flags&4 != 0,
		Shown:   Shown{Groups: flags&8 != 0, Channels: flags&16 != 0},
		Classes: words[1], Redundant: words[2], Floor: int(words[3]),
	}
	for s := words[pathHeader:]; len(s) >= nodeWords && len(p.Nodes) < maxDPOR; s = s[nodeWords:] {
		var n Node
		for i, m := range n.masks() {
			*m = uint64(s[2*i]) | uint64(s[2*i+1])<<32
		}
		n.Chosen, n.K, n.N = int32(s[2*nodeMasks]), s[2*nodeMasks+1], s[2*nodeMasks+2]
		p.Nodes = append(p.Nodes, n)
	}
	p.Floor = min(p.Floor, len(p.Nodes))
	return p
}

// Explored is the share of the schedules under the floor that is explored: a guess from the choices
// known so far.
func (p *Path) Explored() (share float64) {
	if p.Ended {
		return 1
	}
	part := 1.0
	for i := p.Floor; i < len(p.Nodes); i++ {
		n := &p.Nodes[i]
		done, all := n.K, n.N
		if n.Options != 0 {
			done, all = uint32(onesCount(n.Done&^(1<<uint(n.Chosen)))), uint32(onesCount(n.Back|n.Done))
		}
		part /= float64(all)
		share += part * float64(done)
	}
	return min(share, AlmostAll)
}
