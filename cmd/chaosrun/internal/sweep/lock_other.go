//go:build !unix

package sweep

import (
	"errors"
	"os"
)

func tryLock(*os.File) (busy bool, err error) { return false, errors.ErrUnsupported }
