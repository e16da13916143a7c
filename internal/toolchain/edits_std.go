package toolchain

import "slices"

// The edits of the standard library outside the runtime.
var stdEdits = append([]edit{
	{name: "Mutex.Lock", file: "internal/sync/mutex.go", in: "Mutex.Lock", op: enter, new: "chaosLock(m)"},
	{name: "Mutex.TryLock", file: "internal/sync/mutex.go", in: "Mutex.TryLock", op: enter, new: "chaosTryLock(m)"},
	{name: "Mutex.Unlock", file: "internal/sync/mutex.go", in: "Mutex.Unlock", op: enter, new: "chaosUnlock(m)"},
	{name: "RWMutex.RLock", file: "sync/rwmutex.go", in: "RWMutex.RLock", op: enter, new: "chaosRLock(rw)"},
	{name: "RWMutex.TryRLock", file: "sync/rwmutex.go", in: "RWMutex.TryRLock", op: enter, new: "chaosTryRLock(rw)"},
	{name: "RWMutex.RUnlock", file: "sync/rwmutex.go", in: "RWMutex.RUnlock", op: enter, new: "chaosRUnlock(rw)"},
	{name: "RWMutex.Lock", file: "sync/rwmutex.go", in: "RWMutex.Lock", op: enter, new: "chaosWLock(rw)"},
	{name: "result of TryLock", file: "sync/mutex.go", in: "Mutex.TryLock", op: replace, old: "return m.mu.TryLock()", new: "return chaosReturns(m.mu.TryLock())"},
	{name: "RWMutex.TryLock", file: "sync/rwmutex.go", in: "RWMutex.TryLock", op: enter, new: "chaosWLock(rw)"},
	{name: "RWMutex.Unlock", file: "sync/rwmutex.go", in: "RWMutex.Unlock", op: enter, new: "chaosWUnlock(rw)"},
	{name: "WaitGroup.Add", file: "sync/waitgroup.go", in: "WaitGroup.Add", op: enter, new: "chaosAdd(wg, delta)"},
	{name: "WaitGroup.Wait", file: "sync/waitgroup.go", in: "WaitGroup.Wait", op: enter, new: "chaosWait(wg)"},
	// What an operation does inside, and nobody can see, is part of its one step.
	{name: "inside WaitGroup.Add", file: "sync/waitgroup.go", in: "WaitGroup.Add", op: replace, old: "wg.state.Load() != state", new: "chaosCount(wg) != state"},
	{name: "inside WaitGroup.Add", file: "sync/waitgroup.go", in: "WaitGroup.Add", op: replace, old: "wg.state.Store(0)", new: "chaosRelease(wg)"},
	{name: "inside WaitGroup.Wait", file: "sync/waitgroup.go", in: "WaitGroup.Wait", op: replace, old: "wg.state.CompareAndSwap(state, state+1)", new: "chaosWaits(wg, state)"},
	{name: "inside RWMutex.RUnlock", file: "sync/rwmutex.go", in: "RWMutex.rUnlockSlow", op: replace, old: "rw.readerWait.Add(-1)", new: "chaosReaders(rw, -1)"},
	{name: "inside RWMutex.Lock", file: "sync/rwmutex.go", in: "RWMutex.Lock", op: replace, old: "rw.readerWait.Add(r)", new: "chaosReaders(rw, r)"},
	{name: "inside Once.Do", file: "sync/once.go", in: "Once.doSlow", op: replace, old: "!o.done.Load()", new: "!chaosDone(o)"},
	{name: "inside Once.Do", file: "sync/once.go", in: "Once.doSlow", op: replace, old: "defer o.done.Store(true)", new: "defer chaosSetDone(o)"},
	{name: "Cond.Wait", file: "sync/cond.go", in: "Cond.Wait", op: enter, new: "chaosCondWait(c)"},
	{name: "Cond.Signal", file: "sync/cond.go", in: "Cond.Signal", op: enter, new: "chaosSignal(c)"},
	{name: "Cond.Broadcast", file: "sync/cond.go", in: "Cond.Broadcast", op: enter, new: "chaosBroadcast(c)"},
	{name: "Once.Do", file: "sync/once.go", in: "Once.Do", op: enter, new: "chaosOnce(o)"},
	{name: "Pool.Get", file: "sync/pool.go", in: "Pool.Get", op: enter, new: "if chaosPoolGet(p) { if p.New != nil { return p.New() }; return nil }"},
	{name: "inside Pool.pin", file: "sync/pool.go", in: "Pool.pinSlow", op: enter, new: "chaosQuiet(1); defer chaosQuiet(-1)"},
	{name: "owner of a pool", file: "sync/pool.go", in: "Pool", op: before, old: "New func() any", new: "chaos uint8"},
	{name: "Pool.Put", file: "sync/pool.go", in: "Pool.Put", op: enter, new: "chaosPool(p)"},
	// The race detector's pool draws whether to drop what is put. Get draws whether there is anything.
	{name: "Pool.Put", file: "sync/pool.go", in: "Pool.Put", op: replace, old: "runtime_randn(4) == 0", new: "false && runtime_randn(4) == 0"},
	{name: "start of the monotonic clock", file: "time/time.go", in: "Now", op: replace, old: "startNano", new: "chaosStart(startNano)"},
	{name: "when a timer fires", file: "time/sleep.go", in: "when", op: replace, old: "runtimeNano()", new: "chaosToArm()", all: true},
	{name: "start of the monotonic clock", file: "time/time.go", in: "Since", op: replace, old: "runtimeNano()-startNano", new: "chaosSince(startNano)"},
	{name: "start of the monotonic clock", file: "time/time.go", in: "Until", op: replace, old: "runtimeNano()-startNano", new: "chaosSince(startNano)"},
	{name: "jumps of the wall clock", file: "time/time.go", in: "Now", op: enter, new: "chaosClockRead()"},
	{name: "faults of files", file: "os/file.go", in: "OpenFile", op: enter, new: "if err := chaosOpen(name); err != nil { return nil, &PathError{Op: \"open\", Path: name, Err: err} }"},
	{name: "faults of files", file: "os/file.go", in: "File.Read", op: before, old: "n, e := f.read(b)", new: "if cut, err := chaosRead(f.name, len(b)); err != nil { return 0, f.wrapErr(\"read\", err) } else { b = b[:cut] }"},
	{name: "faults of files", file: "os/file.go", in: "File.ReadAt", op: before, old: "for len(b) > 0 {", new: "if _, err := chaosRead(f.name, 0); err != nil { return 0, f.wrapErr(\"read\", err) }"},
	{name: "faults of files", file: "os/file.go", in: "File.Write", op: before, old: "n, e := f.write(b)", new: "if chaosStates(f.name, b) { return len(b), nil } else if cut, err := chaosWrite(f.name, len(b)); err != nil { return 0, f.wrapErr(\"write\", err) } else if cut < len(b) { n, _ := f.write(b[:cut]); return max(0, n), f.wrapErr(\"write\", syscall.ENOSPC) }"},
	{name: "faults of files", file: "os/file.go", in: "File.WriteAt", op: before, old: "for len(b) > 0 {", new: "if cut, err := chaosWrite(f.name, len(b)); err != nil { return 0, f.wrapErr(\"write\", err) } else if cut < len(b) { n, _ := f.pwrite(b[:cut], off); return max(0, n), f.wrapErr(\"write\", syscall.ENOSPC) }"},
	{name: "faults of files", file: "os/file_posix.go", in: "File.Sync", op: before, old: "if e := f.pfd.Fsync()", new: "if err := chaosSync(f.name); err != nil { return f.wrapErr(\"sync\", err) }"},
	{name: "times of files", file: "os/stat_linux.go", in: "fillFileStatFromSys", op: after, old: "fs.modTime = time.Unix(fs.sys.Mtim.Unix())", new: "chaosModTime(fs)"},
	{name: "times of files", file: "os/file_unix.go", in: "openFileNolog", op: before, old: "return f, nil", new: "if flag&(O_CREATE|O_TRUNC) != 0 { chaosWritten(r, flag&O_TRUNC == 0) }"},
	{name: "times of files", file: "os/file_posix.go", in: "File.write", op: before, old: "runtime.KeepAlive(f)", new: "chaosWrote(f)"},
	{name: "times of files", file: "os/file_posix.go", in: "File.pwrite", op: before, old: "runtime.KeepAlive(f)", new: "chaosWrote(f)"},
	{name: "times of files", file: "os/file_posix.go", in: "File.Truncate", op: before, old: "return nil", new: "chaosWrote(f)"},
	{name: "times of files", file: "os/zero_copy_linux.go", in: "File.readFrom", op: enter, new: "defer chaosWrote(f)"},
	{name: "first use of a setting", file: "internal/godebug/godebug.go", in: "Setting.Value", op: enter, new: "chaosQuiet(1); defer chaosQuiet(-1)"},
	{name: "files of the resolver", file: "net/hosts.go", in: "readHosts", op: enter, new: "chaosQuiet(1); defer chaosQuiet(-1)"},
	{name: "files of the resolver", file: "net/dnsclient_unix.go", in: "resolverConfig.tryUpdate", op: enter, new: "chaosQuiet(1); defer chaosQuiet(-1)"},
	{name: "files of the resolver", file: "net/nss.go", in: "nsswitchConfig.tryUpdate", op: enter, new: "chaosQuiet(1); defer chaosQuiet(-1)"},
	{name: "first use of the poller", file: "internal/poll/fd_poll_runtime.go", in: "pollDesc.init", op: enter, new: "chaosQuiet(1); defer chaosQuiet(-1)"},
	// Processes begin at one time of the virtual clock: what they write while they look for the same file must differ by more.
	{name: "file of what is covered", file: "internal/coverage/cfile/emit.go", in: "emitState.openMetaFile", op: replace, old: "time.Now().UnixNano()", new: "int64(os.Getpid())"},
	{name: "os.Exit", file: "os/proc.go", in: "Exit", op: enter, new: "chaosExitProcess(code)"},
	// Inlined into a package that is compiled without intrinsics it is a call, and has no body but this.
	{name: "without intrinsics", file: "crypto/internal/constanttime/constant_time.go", in: "boolToUint8", op: replace, old: `panic("unreachable; must be intrinsicified")`, new: "if b { return 1 }; return 0", from: 26},
	{name: "random bytes", file: "crypto/internal/sysrand/rand.go", in: "Read", op: enter, new: "if chaosFill(b) { return }"},
	{name: "seed of math/rand", file: "math/rand/rand.go", in: "Seed", op: enter, new: "if chaosNoSeed() { return }"},
	// The argument may lie on a stack that moves: it is read before anything is called.
	{name: "nanosleep", file: "syscall/syscall_linux.go", in: "Syscall", op: enter, new: "if trap == SYS_NANOSLEEP && a1 != 0 { ts := *(*Timespec)(unsafe.Pointer(a1)); if chaosNanosleep(ts.Nano()) { return 0, 0, 0 } }"},
	{name: "nanosleep", file: "syscall/syscall_linux.go", in: "Syscall6", op: enter, new: "if trap == SYS_NANOSLEEP && a1 != 0 { ts := *(*Timespec)(unsafe.Pointer(a1)); if chaosNanosleep(ts.Nano()) { return 0, 0, 0 } }"},
	{name: "names of sockets", file: "syscall/syscall_linux.go", in: "RawSyscall", op: enter, new: "if errno, done := chaosAnswer(trap, a1, a2, a3, 0, 0); done { if errno != 0 { return ^uintptr(0), 0, errno }; return 0, 0, 0 }"},
	{name: "names of sockets", file: "syscall/syscall_linux.go", in: "Syscall", op: enter, new: "if errno, done := chaosAnswer(trap, a1, a2, a3, 0, 0); done { if errno != 0 { return ^uintptr(0), 0, errno }; return 0, 0, 0 }"},
	{name: "names of sockets", file: "syscall/syscall_linux.go", in: "Syscall6", op: enter, new: "if errno, done := chaosAnswer(trap, a1, a2, a3, a4, a5); done { if errno != 0 { return ^uintptr(0), 0, errno }; return 0, 0, 0 }"},
	{name: "signals to itself", file: "syscall/syscall_linux.go", in: "RawSyscall6", op: enter, new: "chaosKills(trap, a1, a2, a3)"},
	{name: "waiting for a process", file: "os/pidfd_linux.go", in: "Process.pidfdWait", op: enter, new: "chaosLongSyscall(1); defer chaosLongSyscall(-1)"},
	{name: "waiting for a process", file: "os/wait_waitid.go", in: "Process.blockUntilWaitable", op: enter, new: "chaosLongSyscall(1); defer chaosLongSyscall(-1)"},
	{name: "writer of the CPU profile", file: "runtime/pprof/pprof.go", in: "StartCPUProfile", op: before, old: "go profileWriter(w)", new: "chaosStopped = make(chan struct{})"},
	{name: "writer of the CPU profile", file: "runtime/pprof/pprof.go", in: "profileWriter", op: enter, new: "chaosAwaitStop()"},
	{name: "writer of the CPU profile", file: "runtime/pprof/pprof.go", in: "StopCPUProfile", op: after, old: "runtime.SetCPUProfileRate(0)", new: "close(chaosStopped)"},
	{name: "reader of the execution trace", file: "runtime/trace/subscribe.go", in: "traceMultiplexer.startLocked", op: enter, new: "chaosOutsideRun(true); defer chaosOutsideRun(false)"},
	{name: "processes", file: "syscall/exec_unix.go", in: "forkExec", op: before, old: "return pid, nil", new: "chaosStarted(pid)"},
	{name: "collector of a test", file: "runtime/debug/garbage.go", in: "SetGCPercent", op: enter, new: "if old, ok := chaosGCPercent(percent); ok { return old }"},
	{name: "testing.AllocsPerRun", file: "testing/allocs.go", in: "AllocsPerRun", op: enter, new: "chaosExact(true); defer chaosExact(false)"},
	{name: "testing.Benchmark", file: "testing/benchmark.go", in: "Benchmark", op: before, old: "if b.run1() {", new: "chaosBenchmark(b)"},
	{name: "signal goroutine", file: "os/signal/signal.go", in: "Notify", op: replace, old: "go watchSignalLoop()", new: "chaosGo(watchSignalLoop)"},
	{name: "main of a program", file: "testing/testing.go", in: "M.Run", op: enter, new: "if chaosProgramMain != nil { return chaosRunProgram(m) }"},
	{name: "flags of a program", file: "testing/testing.go", in: "MainStart", op: replace, old: "\tInit()\n", new: "\tif chaosProgramMain == nil { Init() }\n"},
	{name: "test run", file: "testing/testing.go", in: "M.Run", op: before, old: "if !*isFuzzWorker {\n\t\tdeadline", new: "if chaosWorker(m) { return }"},

	// The test framework's own scheduling points are noise: only what it calls of the
	// user's is explored.
	{name: "quiet test runner", file: "testing/testing.go", in: "tRunner", op: enter, new: "chaosBegins(t)"},
	{name: "test function", file: "testing/testing.go", in: "tRunner", op: replace, old: "\tfn(t)\n", new: "\tchaosQuiet(-1); fn(t); chaosQuiet(1)\n"},
	// What every run does and nobody looks at.
	{name: "name of test runner", file: "testing/testing.go", in: "tRunner", op: replace, old: "callerName(0)", new: "\"testing.tRunner\""},
	{name: "matching of subtests", file: "testing/testing.go", in: "runTests", op: replace, old: "newMatcher(matchString, *match, \"-test.run\", *skip)", new: "chaosMatcher(matchString)"},
	{name: "report of a passing test", file: "testing/testing.go", in: "T.report", op: enter, new: "if t.chatty == nil && !t.Failed() { return }"},
	{name: "quiet end of test", file: "testing/testing.go", in: "tRunner", op: before, old: "err := recover()", new: "chaosQuiet(1)"},
	{name: "quiet subtest start", file: "testing/testing.go", in: "T.Run", op: enter, new: "chaosQuiet(1); defer chaosQuiet(-1)"},
	{name: "quiet Parallel", file: "testing/testing.go", in: "T.Parallel", op: enter, new: "chaosQuiet(1); defer chaosTestPoint()"},
	{name: "text of a failure", file: "testing/testing.go", in: "common.Error", op: replace, old: "fmt.Sprintln(args...)", new: "chaosFails(fmt.Sprintln(args...))"},
	{name: "text of a failure", file: "testing/testing.go", in: "common.Errorf", op: replace, old: "fmt.Sprintf(format, args...)", new: "chaosFails(fmt.Sprintf(format, args...))"},
	{name: "text of a failure", file: "testing/testing.go", in: "common.Fatal", op: replace, old: "fmt.Sprintln(args...)", new: "chaosFails(fmt.Sprintln(args...))"},
	{name: "text of a failure", file: "testing/testing.go", in: "common.Fatalf", op: replace, old: "fmt.Sprintf(format, args...)", new: "chaosFails(fmt.Sprintf(format, args...))"},
	{name: "state of a test", file: "testing/testing.go", in: "common.Fail", op: enter, new: "chaosUpdatesTest()"},
	{name: "state of a test", file: "testing/testing.go", in: "common.Failed", op: enter, new: "chaosReadsTest()"},
	{name: "state of a test", file: "testing/testing.go", in: "common.log", op: enter, new: "chaosUpdatesTest()"},
	{name: "state of a test", file: "testing/testing.go", in: "common.Cleanup", op: enter, new: "chaosWritesTest()"},
	{name: "state of a test", file: "testing/testing.go", in: "tRunner", op: before, old: "t.done = true", new: "chaosWritesTest()"},
	{name: "environment", file: "syscall/env_unix.go", in: "Getenv", op: enter, new: "chaosReadsEnv()"},
	{name: "environment", file: "syscall/env_unix.go", in: "Environ", op: enter, new: "chaosReadsEnv()"},
	{name: "environment", file: "syscall/env_unix.go", in: "Setenv", op: enter, new: "chaosWritesEnv()"},
	{name: "environment", file: "syscall/env_unix.go", in: "Unsetenv", op: enter, new: "chaosWritesEnv()"},
	{name: "environment", file: "syscall/env_unix.go", in: "Clearenv", op: enter, new: "chaosWritesEnv()"},
	{name: "cleanup function", file: "testing/testing.go", in: "common.runCleanup", op: replace, old: "\t\tcleanup()\n", new: "\t\tq := chaosLoud(); cleanup(); chaosQuiet(q)\n"},
}, slices.Concat(orderEdits(), mapEdits(), atomicEdits())...)

// orderEdits make the order of a map depend on the run alone.
func orderEdits() []edit {
	edits := []edit{
		{name: "order of addresses", file: "internal/fmtsort/sort.go", in: "compare", op: replace, old: "cmp.Compare(aVal.Pointer(), bVal.Pointer())", new: "cmp.Compare(chaosNumber(aVal.Pointer()), chaosNumber(bVal.Pointer()))", all: true},
		{name: "seed of a map", file: "internal/runtime/maps/map.go", op: replace, old: "uintptr(rand())", new: "uintptr(chaosHashSeed())", all: true},
		{name: "seed of a map", file: "internal/sync/hashtriemap.go", op: replace, old: "uintptr(runtime_rand())", new: "uintptr(chaosHashSeed())"},
		{name: "start of a loop over a map", file: "internal/runtime/maps/table.go", in: "Iter.Init", op: replace, old: "= rand()", new: "= chaosMapOffset()", all: true},
		{name: "hash of a comparable value", file: "hash/maphash/maphash_runtime.go", in: "comparableHash", op: replace, old: "uint64(hasher(", new: "uint64(chaosHash(abi.TypeFor[T](), hasher, ", to: 26},
		{name: "hash of a comparable value", file: "hash/maphash/maphash.go", in: "comparableHash", op: replace, old: "uint64(hasher(", new: "uint64(chaosHash(abi.TypeFor[T](), hasher, ", from: 27},
	}
	for _, f := range []struct {
		file     string
		from, to int
	}{{"map.go", 0, 0}, {"table.go", 0, 0}, {"runtime.go", 26, 0}, {"runtime_swiss.go", 0, 25}, {"runtime_fast64.go", 26, 26}, {"runtime_fast64_swiss.go", 0, 25}} {
		edits = append(edits, edit{
			name: "hash of a key", file: "internal/runtime/maps/" + f.file, op: replace, all: true,
			old: "typ.Hasher(", new: "chaosHash(typ, ", from: f.from, to: f.to,
		})
	}
	for _, hash := range []string{"memHash64AES(", "memHash64Fallback("} {
		for _, key := range []string{"key", "uint64((uintptr)(key))"} {
			edits = append(edits, edit{
				name: "hash of a key", file: "internal/runtime/maps/runtime_fast64.go", op: replace, all: true,
				old: hash + key + ",", new: hash + "chaosKey(typ, " + key + "),", from: 27,
			})
		}
	}
	return edits
}

// mapEdits makes each operation of a sync.Map one scheduling point: what goes on
// inside is the standard library's business. Functions that Range calls are explored.
func mapEdits() []edit {
	var edits []edit
	for _, f := range []struct {
		file     string
		from, to int
	}{{"sync/hashtriemap.go", 0, 25}, {"sync/map.go", 26, 0}} {
		for _, m := range []string{"Load", "Store", "Clear", "LoadOrStore", "LoadAndDelete", "Delete", "Swap", "CompareAndSwap", "CompareAndDelete", "Range"} {
			text := "chaosMap(m); defer chaosQuiet(-1)"
			if m == "Range" {
				text += "; f = chaosRange(m, f)"
			}
			edits = append(edits, edit{
				name: "sync.Map." + m, file: f.file, in: "Map." + m,
				op: enter, new: text, from: f.from, to: f.to,
			})
		}
	}
	return edits
}

// atomicKind is the constant that says what a variable of a type of sync/atomic is.
func atomicKind(t string) string {
	switch t {
	case "Int32", "Int64", "Uint32", "Uint64", "Bool", "Pointer":
		return "chaos" + t
	case "Value":
		return "chaosPointer" // its first word is nil if it is
	}
	return "chaosOther"
}

// atomicEdits makes the methods of the atomic types scheduling points.
func atomicEdits() []edit {
	ops := map[string]string{
		"Load": "chaosLoad", "Store": "chaosStore", "Swap": "chaosSwap",
		"CompareAndSwap": "chaosCompareAndSwap", "Add": "chaosAdd", "And": "chaosAdd", "Or": "chaosAdd",
	}
	methods := map[string][]string{
		"Bool":    {"Load", "Store", "Swap", "CompareAndSwap"},
		"Pointer": {"Load", "Store", "Swap", "CompareAndSwap"},
	}
	for _, t := range []string{"Int32", "Int64", "Uint32", "Uint64", "Uintptr"} {
		methods[t] = []string{"Load", "Store", "Swap", "CompareAndSwap", "Add", "And", "Or"}
	}
	var edits []edit
	for t, ms := range methods {
		for _, m := range ms {
			edits = append(edits, edit{
				name: "atomic." + t + "." + m, file: "sync/atomic/type.go", in: t + "." + m,
				op: enter, new: ops[m] + "(unsafe.Pointer(x), " + atomicKind(t) + ")",
			})
		}
		// One that fails has only read. A recording says whether one does.
		do := "CompareAndSwap" + t + "(&x.v, old, new)"
		switch t {
		case "Bool":
			do = "CompareAndSwapUint32(&x.v, b32(old), b32(new))"
		case "Pointer":
			do = "CompareAndSwapPointer(&x.v, unsafe.Pointer(old), unsafe.Pointer(new))"
		}
		edits = append(edits, edit{
			name: "failing atomic." + t + ".CompareAndSwap", file: "sync/atomic/type.go", in: t + ".CompareAndSwap",
			op: replace, old: "return " + do, new: "if swapped = " + do + "; !swapped { chaosOnlyRead(unsafe.Pointer(x)) } else { chaosSwapped(true) }; return swapped",
		})
	}
	for _, m := range []string{"Load", "Store", "Swap", "CompareAndSwap"} {
		edits = append(edits, edit{
			name: "atomic.Value." + m, file: "sync/atomic/value.go", in: "Value." + m,
			op: enter, new: ops[m] + "(unsafe.Pointer(v), " + atomicKind("Value") + ")",
		})
	}
	return edits
}
