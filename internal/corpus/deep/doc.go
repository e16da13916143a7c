// Package deep measures how many schedules fuzzing needs for bugs that take long to find,
// beside the default strategy.
package deep
