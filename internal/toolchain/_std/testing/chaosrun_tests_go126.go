package testing

import "time"

func chaosRunTests(m *M, tests []InternalTest) {
	runTests(m.deps.ModulePath(), m.deps.ImportPath(), m.deps.MatchString, tests, time.Time{})
}
