// Package check holds the manifests against the types of Kubernetes and against each other. It is
// a module of its own, so that chaosrun does not depend on Kubernetes.
package check

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// kinds are those that the manifests use.
var kinds = map[string]func() any{
	"v1/Service":                         func() any { return new(corev1.Service) },
	"v1/ConfigMap":                       func() any { return new(corev1.ConfigMap) },
	"v1/PersistentVolumeClaim":           func() any { return new(corev1.PersistentVolumeClaim) },
	"apps/v1/Deployment":                 func() any { return new(appsv1.Deployment) },
	"apps/v1/StatefulSet":                func() any { return new(appsv1.StatefulSet) },
	"batch/v1/Job":                       func() any { return new(batchv1.Job) },
	"networking.k8s.io/v1/NetworkPolicy": func() any { return new(networkingv1.NetworkPolicy) },
}

// secrets are those that the user makes.
var secrets = map[string]string{"chaosrun-nats": "password"}

// decode reads an object. A field that its kind does not have is an error.
func decode(text []byte) (any, error) {
	var meta metav1.TypeMeta
	if err := yaml.Unmarshal(text, &meta); err != nil {
		return nil, err
	}
	empty := kinds[meta.APIVersion+"/"+meta.Kind]
	if empty == nil {
		return nil, fmt.Errorf("there is no kind %s/%s here", meta.APIVersion, meta.Kind)
	}
	o := empty()
	return o, yaml.UnmarshalStrict(text, o)
}

// build is what kubectl apply -k would apply.
func build(dir string) ([]any, error) {
	all, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), dir)
	if err != nil {
		return nil, err
	}
	var out []any
	for _, res := range all.Resources() {
		text, err := res.AsYAML()
		if err != nil {
			return nil, err
		}
		o, err := decode(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", res.CurId(), err)
		}
		out = append(out, o)
	}
	return out, nil
}

func TestManifests(t *testing.T) {
	for dir, n := range map[string]int{"../shards": 3, "../nats": 7} {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			all, err := build(dir)
			if err != nil {
				t.Fatal(err)
			}
			if len(all) != n {
				t.Errorf("%d objects, want %d", len(all), n)
			}
			for _, problem := range problems(all) {
				t.Error(problem)
			}
		})
	}
}

// problems are what the objects say of each other that is not so.
func problems(all []any) (out []string) {
	bad := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	names := make(map[string]bool) // kind and name
	var pods []labels.Set
	for _, o := range all {
		names[name(o)] = true
		if p := podOf(o); p != nil {
			pods = append(pods, p.Labels)
		}
	}
	selects := func(what string, sel map[string]string) {
		for _, p := range pods {
			if labels.SelectorFromSet(sel).Matches(p) {
				return
			}
		}
		bad("%s is for no pod", what)
	}
	for _, o := range all {
		switch o := o.(type) {
		case *corev1.Service:
			selects(name(o), o.Spec.Selector)
		case *networkingv1.NetworkPolicy:
			selects(name(o), o.Spec.PodSelector.MatchLabels)
			for _, in := range o.Spec.Ingress {
				for _, from := range in.From {
					selects("an ingress of "+name(o), from.PodSelector.MatchLabels)
				}
			}
		case *appsv1.Deployment:
			if !labels.SelectorFromSet(o.Spec.Selector.MatchLabels).Matches(labels.Set(o.Spec.Template.Labels)) {
				bad("%s does not select its pods", name(o))
			}
		case *appsv1.StatefulSet:
			if !labels.SelectorFromSet(o.Spec.Selector.MatchLabels).Matches(labels.Set(o.Spec.Template.Labels)) {
				bad("%s does not select its pods", name(o))
			}
			if !names["Service "+o.Spec.ServiceName] {
				bad("%s has a service %s, which is not there", name(o), o.Spec.ServiceName)
			}
		case *batchv1.Job:
			if c := o.Spec.Completions; c != nil && env(o.Spec.Template.Spec, "SHARDS") != fmt.Sprint(*c) {
				bad("%s makes %d shards of %s", name(o), *c, env(o.Spec.Template.Spec, "SHARDS"))
			}
		}
		p := podOf(o)
		if p == nil {
			continue
		}
		volumes := make(map[string]bool)
		if s, ok := o.(*appsv1.StatefulSet); ok {
			for _, c := range s.Spec.VolumeClaimTemplates {
				volumes[c.Name] = true
			}
		}
		for _, v := range p.Spec.Volumes {
			volumes[v.Name] = true
			if v.ConfigMap != nil && !names["ConfigMap "+v.ConfigMap.Name] {
				bad("%s has a config map %s, which is not there", name(o), v.ConfigMap.Name)
			}
			if v.PersistentVolumeClaim != nil && !names["PersistentVolumeClaim "+v.PersistentVolumeClaim.ClaimName] {
				bad("%s has a claim %s, which is not there", name(o), v.PersistentVolumeClaim.ClaimName)
			}
		}
		for _, c := range p.Spec.Containers {
			for _, m := range c.VolumeMounts {
				if !volumes[m.Name] {
					bad("%s mounts %s, which is not there", name(o), m.Name)
				}
			}
			for _, e := range c.Env {
				if f := e.ValueFrom; f != nil && secrets[f.SecretKeyRef.Name] != f.SecretKeyRef.Key {
					bad("%s has a secret %s, which nobody makes", name(o), f.SecretKeyRef.Name)
				}
				if host, ok := strings.CutPrefix(e.Value, "nats://chaosrun:$(NATS_PASSWORD)@"); ok && !names["Service "+strings.TrimSuffix(host, ":4222")] {
					bad("%s connects to %s, which is not there", name(o), host)
				}
			}
			if s := c.SecurityContext; s == nil || !*s.ReadOnlyRootFilesystem || *s.AllowPrivilegeEscalation {
				bad("%s has a container with more rights than it needs", name(o))
			}
			if c.Resources.Limits.Memory().IsZero() {
				bad("%s has a container without a limit of memory", name(o))
			}
		}
	}
	return out
}

func name(o any) string {
	kind := strings.TrimPrefix(fmt.Sprintf("%T", o), "*")
	return kind[strings.IndexByte(kind, '.')+1:] + " " + o.(metav1.Object).GetName()
}

// podOf is the pod that an object makes, or nil.
func podOf(o any) *corev1.PodTemplateSpec {
	switch o := o.(type) {
	case *appsv1.Deployment:
		return &o.Spec.Template
	case *appsv1.StatefulSet:
		return &o.Spec.Template
	case *batchv1.Job:
		return &o.Spec.Template
	}
	return nil
}

func env(p corev1.PodSpec, name string) string {
	for _, e := range p.Containers[0].Env {
		if e.Name == name {
			return e.Value
		}
	}
	return ""
}

// The check finds what is wrong.
func TestCheck(t *testing.T) {
	for _, c := range []struct{ dir, file, old, new, want string }{
		{"shards", "sweep.yaml", "completionMode:", "completionsMode:", `unknown field "completionsMode"`},
		{"shards", "sweep.yaml", "completions: 8", "completions: 9", "Job chaosrun-shards makes 9 shards of 8"},
		{"shards", "merge.yaml", "claimName: chaosrun-artifacts", "claimName: other", "a claim other, which is not there"},
		{"shards", "merge.yaml", "suspend: true", "suspend: maybe", "cannot unmarshal string"},
		{"nats", "kustomization.yaml", "  - workers.yaml", "  - worker.yaml", "worker.yaml"},
		{"nats", "kustomization.yaml", "- name: chaosrun-nats\n    files", "- name: other\n    files", "a config map chaosrun-nats, which is not there"},
		{"nats", "server.yaml", "  selector:\n    app.kubernetes.io/part-of: chaosrun\n    app.kubernetes.io/component: nats", "  selector:\n    app: nats", "Service chaosrun-nats is for no pod"},
		{"nats", "workers.yaml", "@chaosrun-nats:4222", "@nats:4222", "connects to nats:4222, which is not there"},
		{"nats", "workers.yaml", "- name: tmp\n              mountPath", "- name: temp\n              mountPath", "mounts temp, which is not there"},
	} {
		dir := filepath.Join(t.TempDir(), c.dir)
		if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", c.dir))); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, c.file)
		text, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(text), c.old) {
			t.Fatalf("%s has no %q: %v", c.file, c.old, err)
		}
		if err := os.WriteFile(file, []byte(strings.Replace(string(text), c.old, c.new, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
		all, err := build(dir)
		got := fmt.Sprint(err, problems(all))
		if !strings.Contains(got, c.want) {
			t.Errorf("%s with %q: %s, want %q", c.file, c.new, got, c.want)
		}
	}
}
