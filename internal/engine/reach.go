package engine

// Ways in which the process of a run reaches beyond itself. The runtime and package net note them, and the parent
// reads them.
const (
	StartsProcess = 1 << iota // it has started a process
	UsesNet                   // it has used the network inside of the process
	LacksNet                  // the network inside of the process refused what the machine's may allow
)
