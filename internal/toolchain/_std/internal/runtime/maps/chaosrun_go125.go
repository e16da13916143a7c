package maps

import "internal/abi"

type chaosMapType = abi.SwissMapType
