package engine

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestRelationIsJudged: whatever is taken out of the dependency relation, or of what follows from it,
// some small program shows that a search then misses something.
func TestRelationIsJudged(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the tests of this package several times")
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []struct{ test, name, file, old, new string }{
		{"LosesNothing", "stores change places", "op.go", "readers uint64 = 1<<OpAtomicLoad", "readers uint64 = 1<<OpAtomicStore | 1<<OpAtomicLoad"},
		{"LosesNothing", "loads and stores change places", "op.go", "return !commute(a.Op, b.Op)", "return !commute(a.Op, b.Op) && a.Op != OpAtomicLoad && b.Op != OpAtomicLoad"},
		{"OfLocks", "TryLock is a read", "op.go", "1<<OpTryRLock | 1<<OpRead\n", "1<<OpTryRLock | 1<<OpRead | 1<<OpTryLock | 1<<OpUnlock\n"},
		{"OfLocks", "Done and Wait change places", "op.go", "a == OpWaitGroupDone && b == OpWaitGroupDone", "a == OpWaitGroupDone || b == OpWaitGroupDone"},
		{"OfChannels", "receivers change places", "op.go", "onChannels uint64 = 1<<OpSend | 1<<OpRecv", "onChannels uint64 = 1<<OpSend"},
		{"OfChannels", "who waits in a select does not matter", "selects.go", "near |= of\n", "near |= of & on\n"},
		{"OfChannels", "a select is on its last channel", "selects.go", "s.all[e.Cur] |= s.of(obj)", "s.all[e.Cur] = s.of(obj)"},
		{"OfChannels", "a wait ends before it has begun", "selects.go", "s.waiting |= 1 << uint(slot)", "s.waiting &^= 1 << uint(slot)"},
		{"OfEffects", "writes and reads of things change places", "effects.go", "return f.written()&g.touched()|g.written()&f.touched()|f.updated()&g.read()|g.updated()&f.read() != 0", "return f.written()&g.written()|f.updated()&g.read()|g.updated()&f.read() != 0"},
		{"OfEffects", "updates and reads of things change places", "effects.go", "|f.updated()&g.read()|g.updated()&f.read() != 0", " != 0"},
		{"OfEffects", "effects do not wake who sleeps", "dpor.go", "!did.conflict(eff) && !d.dependent", "!(did & 0).conflict(eff) && !d.dependent"},
		{"OfEffects", "effects do not race", "races.go", "(depends || conflict) && row", "depends && row"},
		{"OfLocks", "who locks does not race with who had locked", "races.go", "held && taken && free[other.g] < uint32(j)+1, ", ""},
		{"OfLocks", "a mutex that is locked is not waited for", "races.go", "held = held || !ev.took || other.pend.Op == OpUnlock", "held = held || other.pend.Op == OpUnlock"},
		{"OfLocks", "an Add that may follow Wait is as good as any", "races.go", "(ev.delta > 0 || other.delta > 0) && free", "(ev.delta > 1 || other.delta > 1) && free"},
		{"OfGroups", "a count that may fall below zero is as good as any", "races.go", "!d.shown.Groups && !r.paired(log, gs)", "!d.shown.Groups && log == nil"},
		{"OfQueues", "who sends does not race with who sends", "channels.go", "return a == b && !(", "return a == b && a != OpSend && !("},
		{"OfQueues", "who waits is no step if nobody goes on", "dpor.go", "d.pending(e, e.enabled.words[0]&^options|d.choices.dozing)", ""},
		{"OfQueues", "whoever has waited is woken in any order", "dpor.go", "p.Op == OpSelect || d.queues(p.Op) && (q", "p.Op == OpSelect || p.Op == OpNone && (q"},
		{"OfQueues", "who waits does what it would do later", "races.go", "before.conflict(ev.may)", "false"},
		{"OfQueues", "who receives does the rest at once", "races.go", "!d.shown.Channels && !r.apart(log, gs)", "!d.shown.Channels && log == nil"},
		{"OfQueues", "who does not wait tells nothing", "channels.go", "return op == OpTrySelect || op == OpTrySend || op == OpTryRecv", "return false"},
		{"OfManyChoices", "who makes a case ready comes too late", "choices.go", "return 1<<OpSend | 1<<OpClose\n}", "return 0\n}"},
		{"OfManyChoices", "who makes room for a case comes too late", "choices.go", "case o.sends:\n\t\treturn 1<<OpRecv | 1<<OpClose", "case o.sends:\n\t\treturn 1 << OpClose"},
		{"OfManyChoices", "who takes what a case could have taken does not matter", "choices.go", "case ready:\n\t\treturn 1 << OpRecv", "case ready:\n\t\treturn 0"},
		{"OfManyChoices", "what was taken before does not matter to a case", "choices.go", "for ; j >= 0 && row", "for ; j < -1 && row"},
		{"OfManyChoices", "a select sleeps while one case does", "choices.go", "ready != 0 && ready&^c.asleep[q] == 0", "ready != 0"},
		{"OfManyChoices", "a case sleeps on", "choices.go", "c.asleep[q] &^= 1 << uint(i)", "c.asleep[q] &^= 0 << uint(i)"},
		{"OfManyChoices", "who sleeps at the end makes no step", "dpor.go", "&^options|d.choices.dozing)", "&^options)"},
		{"OfManyChoices", "who waits makes a step", "races.go", "row[log[j].g] > uint32(j) || ev.waits {", "row[log[j].g] > uint32(j) {"},
		{"LosesNothing", "an earlier branch sleeps on", "dpor.go", "for rest := (at.Sleep | at.Done | d.choices.dozing) &^", "for rest := (at.Sleep | at.Done | at.Options | d.choices.dozing) &^"},
	} {
		t.Run(m.name, func(t *testing.T) {
			src, err := os.ReadFile(m.file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Count(string(src), m.old) != 1 {
				t.Fatalf("%q is not once in %s", m.old, m.file)
			}
			mutant, overlay := filepath.Join(t.TempDir(), m.file), filepath.Join(t.TempDir(), "overlay.json")
			replace, err := json.Marshal(map[string]map[string]string{"Replace": {filepath.Join(dir, m.file): mutant}})
			if err != nil {
				t.Fatal(err)
			}
			for name, text := range map[string]string{mutant: strings.Replace(string(src), m.old, m.new, 1), overlay: string(replace)} {
				if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			out, err := exec.Command("go", "test", "-vet=off", "-failfast", "-overlay", overlay, "-run", "^TestReduction"+m.test+"$", ".").CombinedOutput()
			if err == nil || !strings.Contains(string(out), "dpor misses the final state") {
				t.Errorf("not noticed: %v\n%s", err, out)
			}
		})
	}
}
