// Package proofs tests what an exhaustive search says: it calls nothing complete of which a
// schedule fails.
package proofs
