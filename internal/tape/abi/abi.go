// Package abi numbers what package tape and the edited runtime expect of each other: package tape
// comes from the module that the tests require, the edited runtime from the command that runs them.
package abi

// Version is higher than it was whenever the declarations of package tape that the edited runtime
// or the process that explores must know have changed. The toolchain reads this line in the module
// that the tests require.
const Version = 1
