//go:build !race

package syncs

const dropsPut = false
