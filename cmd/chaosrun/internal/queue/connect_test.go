package queue

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"
)

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func serve(t *testing.T, opts *server.Options) string {
	t.Helper()
	opts.Host, opts.Port, opts.NoSigs, opts.NoLog = "127.0.0.1", server.RANDOM_PORT, true, true
	ns := must[*server.Server](t)(server.NewServer(opts))
	ns.Start()
	t.Cleanup(ns.Shutdown)
	return ns.Addr().String()
}

// connects reports how connecting ends.
func connects(t *testing.T, a Access) string {
	nc, err := a.Connect("test", t.Logf)
	if err != nil {
		return err.Error()
	}
	nc.Close()
	return ""
}

// authority is a CA with a certificate for 127.0.0.1, in files.
func authority(t *testing.T) (ca, cert, key string) {
	t.Helper()
	dir := t.TempDir()
	keep := func(name, kind string, b []byte) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b}), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	private := must[*ecdsa.PrivateKey](t)(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	ca = keep("ca.pem", "CERTIFICATE", must[[]byte](t)(x509.CreateCertificate(rand.Reader, c, c, &private.PublicKey, private)))
	return ca, ca, keep("key.pem", "EC PRIVATE KEY", must[[]byte](t)(x509.MarshalECPrivateKey(private)))
}

// Server and client show each other certificates.
func TestTLS(t *testing.T) {
	ca, cert, key := authority(t)
	config := must[*tls.Config](t)(server.GenTLSConfig(&server.TLSConfigOpts{CertFile: cert, KeyFile: key, CaFile: ca, Verify: true}))
	url := "tls://" + serve(t, &server.Options{TLSConfig: config, TLS: true, TLSVerify: true})
	if err := connects(t, Access{URL: url, CA: ca, Cert: cert, Key: key}); err != "" {
		t.Error(err)
	}
	other, _, _ := authority(t)
	for want, a := range map[string]Access{
		"unknown authority":               {URL: url, Cert: cert, Key: key},
		"certificate":                     {URL: url, CA: other, Cert: cert, Key: key},
		"cannot connect to the NATS":      {URL: url, CA: ca},
		"-nats-cert and -nats-key go tog": {URL: url, CA: ca, Key: key},
	} {
		if err := connects(t, a); !strings.Contains(err, want) {
			t.Errorf("%q, want %q", err, want)
		}
	}
}

// A user shows a token that its account has signed.
func TestCredentials(t *testing.T) {
	pair := func(f func() (nkeys.KeyPair, error)) (nkeys.KeyPair, string) {
		k := must[nkeys.KeyPair](t)(f())
		return k, must[string](t)(k.PublicKey())
	}
	operator, operatorID := pair(nkeys.CreateOperator)
	account, accountID := pair(nkeys.CreateAccount)
	user, userID := pair(nkeys.CreateUser)
	claims := jwt.NewOperatorClaims(operatorID)
	must[string](t)(claims.Encode(operator))
	resolver := new(server.MemAccResolver)
	if err := resolver.Store(accountID, must[string](t)(jwt.NewAccountClaims(accountID).Encode(operator))); err != nil {
		t.Fatal(err)
	}
	token := must[string](t)(jwt.NewUserClaims(userID).Encode(account))
	creds := filepath.Join(t.TempDir(), "user.creds")
	if err := os.WriteFile(creds, must[[]byte](t)(jwt.FormatUserConfig(token, must[[]byte](t)(user.Seed()))), 0o600); err != nil {
		t.Fatal(err)
	}
	url := "nats://" + serve(t, &server.Options{TrustedOperators: []*jwt.OperatorClaims{claims}, AccountResolver: resolver})
	if err := connects(t, Access{URL: url, Creds: creds}); err != "" {
		t.Error(err)
	}
	if err := connects(t, Access{URL: url}); !strings.Contains(err, "Authorization Violation") {
		t.Errorf("without credentials: %q", err)
	}
	if err := connects(t, Access{URL: url, Creds: filepath.Join(t.TempDir(), "none")}); !strings.Contains(err, "no such file") {
		t.Errorf("with a file that is not there: %q", err)
	}
}

// A user that may use no more subjects than the documentation says can do all that is needed.
func TestPermissions(t *testing.T) {
	text := must[[]byte](t)(os.ReadFile("../../../../docs/howto/scale-out.md"))
	_, list, _ := strings.Cut(string(text), "A user needs the subjects\n")
	list, _, _ = strings.Cut(list, ".\n")
	may := regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(list, -1)
	subjects := new(server.SubjectPermission)
	for _, m := range may {
		subjects.Allow = append(subjects.Allow, m[1])
	}
	if len(subjects.Allow) != 4 {
		t.Fatalf("the documentation names the subjects %q", subjects.Allow)
	}
	host := serve(t, &server.Options{JetStream: true, StoreDir: t.TempDir(), Users: []*server.User{{Username: "u", Password: "p", Permissions: &server.Permissions{Publish: subjects, Subscribe: subjects}}}})
	s := newStageOn(t, &Server{URL: "nats://u:p@" + host}, 1000)
	s.parent.max = 100
	s.worker(nil)
	s.results(1000)
	s.said.mu.Lock()
	defer s.said.mu.Unlock()
	if all := strings.Join(s.said.s, "\n"); strings.Contains(all, "does not let") {
		t.Error(all)
	}
	// One that may do less is told so.
	host = serve(t, &server.Options{JetStream: true, StoreDir: t.TempDir(), Users: []*server.User{{Username: "u", Password: "p", Permissions: &server.Permissions{Publish: &server.SubjectPermission{Allow: []string{"$JS.API.INFO"}}}}}})
	small := &said{t: t}
	nc := must[*nats.Conn](t)(Access{URL: "nats://u:p@" + host}.Connect("test", small.log))
	defer nc.Close()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- (&Worker{Log: small.log, Slots: 1}).Run(ctx, nc) }()
	small.has("does not let this user do what is needed: ")
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// The embedded server lets in whoever has read its URL, and is where it was when it starts again.
func TestServer(t *testing.T) {
	dir := t.TempDir()
	s := must[*Server](t)(NewServer(dir))
	url := s.URL
	if err := connects(t, Access{URL: url}); err != "" {
		t.Error(err)
	}
	_, host, _ := strings.Cut(url, "@")
	if err := connects(t, Access{URL: "nats://" + host}); !strings.Contains(err, "Authorization Violation") {
		t.Errorf("without a password: %q", err)
	}
	info := must[os.FileInfo](t)(os.Stat(s.File))
	if info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the password: %v", info.Mode())
	}
	s.Stop()
	s = must[*Server](t)(NewServer(dir))
	if s.URL != url {
		t.Errorf("it was at %s and is at %s", url, s.URL)
	}
	// Another one in the same place has another port.
	s2 := must[*Server](t)(NewServer(t.TempDir()))
	s2.Stop()
	if err := os.WriteFile(s2.File, []byte(url), 0o600); err != nil {
		t.Fatal(err)
	}
	s2 = must[*Server](t)(NewServer(filepath.Dir(s2.File)))
	defer s2.Stop()
	if err := connects(t, Access{URL: s2.URL}); err != "" || s2.URL == url {
		t.Error(s2.URL, err)
	}
	s.Stop()
	for _, text := range []string{"", "x", "nats://h:1", "nats://u:p@h:99999", "nats://u:p@h:x", "\x00"} {
		if err := os.WriteFile(s.File, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if port, _ := s.before(); port != 0 {
			t.Errorf("%q is taken for port %d", text, port)
		}
	}
}
