// Package judge compares what the strategies see of small random programs. An exhaustive search
// sees all outcomes that there are, dpor sees the same ones, and neither a random strategy nor Go
// itself sees another.
package judge
