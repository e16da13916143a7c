//go:build race

package syncs

const dropsPut = true
