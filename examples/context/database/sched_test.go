package database

import (
	"database/sql/driver"
	"sync"
	"testing"

	"github.com/pingcap/failpoint"
	"modernc.org/sqlite"

	"github.com/chaosrun/chaosrun/inject"
	"github.com/chaosrun/chaosrun/sched"
)

func init() {
	// disk is where a change of an account can fail.
	sqlite.MustRegisterScalarFunction("disk", 0, func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
		failpoint.Inject("disk", func(v failpoint.Value) {
			failpoint.Return(nil, v.(error))
		})
		return int64(1), nil
	})
}

const weakDisk = accounts + `;
	CREATE TRIGGER weak BEFORE UPDATE ON accounts BEGIN SELECT disk(); END`

// Whenever the disk fails, in whichever of two transfers and between which of their changes: no
// money is lost or made.
func TestDiskFails(t *testing.T) {
	sched.Test(t, func(t *testing.T) {
		db := open(t, weakDisk)
		defer db.Close()
		s := New(db)
		var wg sync.WaitGroup
		for from := 1; from <= 2; from++ {
			wg.Go(func() {
				err := s.Transfer(t.Context(), from, from+1, 5)
				sched.Sometimes(err != nil, "a transfer fails")
				sched.Sometimes(err == nil, "a transfer is done")
			})
		}
		wg.Wait()
		sum := 0
		for _, n := range balances(t, db) {
			sum += n
		}
		sched.Always(sum == 60, "the sum stays", "sum", sum)
	}, sched.Schedules(100), sched.Faults(inject.Plan{Point: "database/disk", Do: inject.Error("disk full"), Max: 2}))
}
