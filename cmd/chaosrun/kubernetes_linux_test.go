package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/nats-io/nats-server/v2/server"
)

// pod is a container of the manifests in docs/kubernetes, as far as it is run here.
type pod struct {
	Command, Args []string
	Env           []struct{ Name, Value string }
}

// readPod reads the container of the object of a kind in a manifest.
func readPod(t *testing.T, name, kind string) pod {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../docs/kubernetes", name))
	if err != nil {
		t.Fatal(err)
	}
	for part := range strings.SplitSeq(string(text), "\n---\n") {
		var o struct {
			Kind string
			Spec struct {
				Template struct{ Spec struct{ Containers []pod } }
			}
		}
		if err := yaml.Unmarshal([]byte(part), &o); err != nil {
			t.Fatal(err)
		}
		if o.Kind == kind {
			return o.Spec.Template.Spec.Containers[0]
		}
	}
	t.Fatalf("%s has no %s", name, kind)
	return pod{}
}

// run is the container as a process in a folder. Variables win over those of the manifest.
func (p pod) run(t *testing.T, dir string, vars map[string]string) *exec.Cmd {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "chaosrun")
	if err := os.Symlink(os.Args[0], bin); err != nil {
		t.Fatal(err)
	}
	all := append(p.Command, p.Args...)
	if all[0] == "chaosrun" {
		all[0] = bin
	}
	cmd := exec.Command(all[0], all[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(bin)+":"+os.Getenv("PATH"))
	for _, e := range p.Env {
		if _, ok := vars[e.Name]; !ok && e.Name != "HOME" {
			cmd.Env = append(cmd.Env, e.Name+"="+e.Value)
		}
	}
	for name, value := range vars {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	return cmd
}

// What the pods of the Indexed Job do, and the merge after them, is one campaign; a pod that
// takes the place of another goes on.
func TestKubernetesShards(t *testing.T) {
	dir := killedModule(t)
	shard, merge := readPod(t, "shards/sweep.yaml", "Job"), readPod(t, "shards/merge.yaml", "Job")
	vars := map[string]string{"ARTIFACTS": filepath.Join(dir, "artifacts"), "SHARDS": "2", "SWEEP_FLAGS": "-strategies random,pct -schedules 300 -shrink 0"}
	pass := func() {
		t.Helper()
		for _, index := range []string{"0", "1", "1"} {
			vars["JOB_COMPLETION_INDEX"] = index
			if out, err := shard.run(t, dir, vars).CombinedOutput(); err != nil {
				t.Fatalf("shard %s: %v\n%s", index, err, out)
			}
		}
		out, err := merge.run(t, dir, vars).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "--- FAIL: TestEarly") || !strings.Contains(string(out), "4 tests, 2 configurations") {
			t.Errorf("%v\n%s", err, out)
		}
	}
	pass()
	// With the journals gone, the next campaign is cut by how long tests took in this one.
	for _, i := range []string{"0", "1"} {
		if err := os.RemoveAll(filepath.Join(dir, "artifacts", "shard-"+i)); err != nil {
			t.Fatal(err)
		}
	}
	pass()
	vars["SWEEP_FLAGS"] = "-no-such-flag"
	if out, err := shard.run(t, dir, vars).CombinedOutput(); err == nil {
		t.Errorf("a shard that cannot run is taken for one that can:\n%s", out)
	}
}

// The server takes its configuration, the worker and the sweep find it, and what they do is one
// campaign.
func TestKubernetesNATS(t *testing.T) {
	dir := killedModule(t)
	t.Setenv("NATS_PASSWORD", "s3cret")
	opts, err := server.ProcessConfigFile("../../docs/kubernetes/nats/nats.conf")
	if err != nil {
		t.Fatal(err)
	}
	if opts.Port != 4222 || opts.StoreDir != "/data" || !opts.JetStream {
		t.Errorf("the server has port %d and stores in %s", opts.Port, opts.StoreDir)
	}
	opts.Host, opts.Port, opts.StoreDir, opts.NoSigs, opts.NoLog = "127.0.0.1", server.RANDOM_PORT, t.TempDir(), true, true
	ns, err := server.NewServer(opts)
	if err != nil {
		t.Fatal(err)
	}
	ns.Start()
	t.Cleanup(ns.Shutdown)
	worker, sweep := readPod(t, "nats/workers.yaml", "Deployment"), readPod(t, "nats/sweep.yaml", "Job")
	vars := make(map[string]string)
	for _, e := range append(worker.Env, sweep.Env...) {
		if e.Name == "NATS_URL" {
			url := strings.Replace(e.Value, "$(NATS_PASSWORD)", "s3cret", 1)
			vars["NATS_URL"] = strings.Replace(url, "chaosrun-nats:4222", fmt.Sprint(ns.Addr()), 1)
		}
	}
	vars["ARTIFACTS"], vars["SWEEP_FLAGS"], vars["NATS_PASSWORD"] = filepath.Join(dir, "artifacts"), "-strategies random,pct -schedules 300 -shrink 0 -v", "s3cret"
	w := worker.run(t, dir, vars)
	var said strings.Builder
	w.Stderr = &said
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second goes on, and has nothing left to do
		out, err := sweep.run(t, dir, vars).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "--- FAIL: TestEarly") || !strings.Contains(string(out), "--- PASS: TestOther") || !strings.Contains(string(out), "600 runs") {
			t.Errorf("%v\n%s", err, out)
		}
	}
	if err := w.Process.Signal(os.Interrupt); err != nil {
		t.Error(err)
	}
	if err := w.Wait(); err != nil {
		t.Errorf("%v\n%s", err, &said)
	}
}
