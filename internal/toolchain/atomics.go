package toolchain

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// The functions of sync/atomic (AddInt64 and so on, the methods are in edits_std.go)
// are assembly, and intrinsics of the compiler in packages that are not compiled with
// intrinsics off; see [Toolchain.Build]. Here the assembly gets another name, and a
// function of the old name makes the call a scheduling point first.

// implPrefix is the prefix of the assembly functions' new names.
const implPrefix = "chaosImpl"

var (
	asmSymbol   = regexp.MustCompile(`(TEXT|JMP|CALL)(\s+)·(\w+)\(SB\)`)
	raceSymbol  = regexp.MustCompile(`sync∕atomic·(\w+)\(SB\)`)
	linkSymbol  = regexp.MustCompile(`sync/atomic\.([A-Z]\w+)`)
	ownLinkname = regexp.MustCompile(`(//go:linkname(?:std)? )([A-Z]\w+)\b`)
	typeOf      = regexp.MustCompile(`(Int32|Int64|Uint32|Uint64|Uintptr|Pointer)$`)
	ownCall     = regexp.MustCompile(`([^.\w])((?:Load|Store|Swap|CompareAndSwap|Add|And|Or)(?:Int32|Int64|Uint32|Uint64|Uintptr|Pointer)\()`)
)

func atomicFunctions(files map[string][]byte, goroot string) error {
	read := func(name string) ([]byte, error) {
		if src, ok := files[name]; ok {
			return src, nil
		}
		return os.ReadFile(filepath.Join(goroot, "src", filepath.FromSlash(name)))
	}
	rewrite := func(name string, re *regexp.Regexp, repl string) error {
		src, err := read(name)
		if err != nil {
			return err
		}
		out := re.ReplaceAll(src, []byte(repl))
		if bytes.Equal(out, src) {
			return fmt.Errorf("edit %q does not fit: nothing to rename in %s", "atomic functions", name)
		}
		files[name] = out
		return nil
	}
	if err := rewrite("sync/atomic/asm.s", asmSymbol, "${1}${2}·"+implPrefix+"${3}(SB)"); err != nil {
		return err
	}
	for _, name := range []string{"runtime/atomic_pointer.go", "runtime/race.go"} {
		if err := rewrite(name, linkSymbol, "sync/atomic."+implPrefix+"${1}"); err != nil {
			return err
		}
	}
	asm, err := filepath.Glob(filepath.Join(goroot, "src", "runtime", "race_*.s"))
	if err != nil {
		return err
	}
	for _, a := range asm {
		if err := rewrite("runtime/"+filepath.Base(a), raceSymbol, "sync∕atomic·"+implPrefix+"${1}(SB)"); err != nil {
			return err
		}
	}
	// The methods are scheduling points already: what they call must be none.
	for _, name := range []string{"sync/atomic/type.go", "sync/atomic/value.go"} {
		if err := rewrite(name, ownCall, "${1}"+implPrefix+"${2}"); err != nil {
			return err
		}
	}
	docs, err := filepath.Glob(filepath.Join(goroot, "src", "sync", "atomic", "doc*.go"))
	if err != nil {
		return err
	}
	for _, d := range docs {
		name := "sync/atomic/" + filepath.Base(d)
		src, err := read(name)
		if err != nil {
			return err
		}
		renamed, wrappers, err := wrapDeclarations(name, src)
		if err != nil {
			return err
		}
		files[name] = renamed
		files["sync/atomic/chaosrun_"+path.Base(name)] = wrappers
	}
	return nil
}

// wrapDeclarations renames the functions without bodies in a file, and writes
// functions of the old names that call them.
func wrapDeclarations(name string, src []byte) (renamed, wrappers []byte, err error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, nil, err
	}
	var out bytes.Buffer
	for _, line := range strings.Split(string(src), "\n") {
		if strings.HasPrefix(line, "//go:build ") {
			fmt.Fprintf(&out, "%s\n\n", line)
		}
	}
	out.WriteString("package atomic\n\nimport \"unsafe\"\n")
	renamed = src
	for i := len(f.Decls) - 1; i >= 0; i-- {
		d, ok := f.Decls[i].(*ast.FuncDecl)
		if !ok || d.Body != nil || !d.Name.IsExported() {
			continue
		}
		at := fset.Position(d.Name.Pos()).Offset
		renamed = append(append(append([]byte(nil), renamed[:at]...), implPrefix...), renamed[at:]...)
		var sig bytes.Buffer
		if err := printer.Fprint(&sig, fset, d.Type); err != nil {
			return nil, nil, err
		}
		var args []string
		for _, p := range d.Type.Params.List {
			for _, n := range p.Names {
				args = append(args, n.Name)
			}
		}
		ret := "return "
		if d.Type.Results == nil {
			ret = ""
		}
		fmt.Fprintf(&out, "\nfunc %s%s {\n\t%s(unsafe.Pointer(%s), %s)\n\t%s%s%s(%s)\n}\n",
			d.Name.Name, strings.TrimPrefix(sig.String(), "func"), pointOf(d.Name.Name), args[0], atomicKind(typeOf.FindString(d.Name.Name)), ret, implPrefix, d.Name.Name, strings.Join(args, ", "))
	}
	return ownLinkname.ReplaceAll(renamed, []byte("${1}"+implPrefix+"${2}")), out.Bytes(), nil
}

// pointOf is the scheduling point of an atomic function.
func pointOf(name string) string {
	for _, p := range []string{"Load", "Store", "Swap", "CompareAndSwap"} {
		if strings.HasPrefix(name, p) {
			return "chaos" + p
		}
	}
	return "chaosAdd" // Add, And, Or
}
