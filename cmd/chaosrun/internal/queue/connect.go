package queue

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

// Access says where a NATS server is and how it lets us in.
type Access struct {
	URL       string // may have user:password
	Creds     string // a file of credentials
	CA        string // a file of root certificates
	Cert, Key string // files of the client's certificate
}

// Connect connects to the server, which must be there; one that goes away later is waited for.
func (a Access) Connect(name string, log func(format string, args ...any)) (*nats.Conn, error) {
	if (a.Cert == "") != (a.Key == "") {
		return nil, errors.New("-nats-cert and -nats-key go together: give both")
	}
	opts := []nats.Option{
		nats.Name(name), nats.MaxReconnects(-1), nats.ReconnectWait(pause), nats.Timeout(requestFor),
		nats.PingInterval(10 * time.Second), nats.MaxPingsOutstanding(2),
		nats.DisconnectErrHandler(func(c *nats.Conn, err error) {
			if !c.IsClosed() {
				log("the NATS server at %s is gone: waiting until it is back", a.host())
			}
		}),
		nats.ReconnectHandler(func(*nats.Conn) { log("the NATS server at %s is back", a.host()) }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			// Of anything else whoever asked is told.
			if errors.Is(err, nats.ErrPermissionViolation) {
				log("the NATS server at %s does not let this user do what is needed: %v", a.host(), err)
			}
		}),
	}
	if a.Creds != "" {
		opts = append(opts, nats.UserCredentials(a.Creds))
	}
	if a.CA != "" {
		opts = append(opts, nats.RootCAs(a.CA))
	}
	if a.Cert != "" {
		opts = append(opts, nats.ClientCert(a.Cert, a.Key))
	}
	nc, err := nats.Connect(a.URL, opts...)
	if errors.Is(err, nats.ErrNoServers) {
		err = fmt.Errorf("%w: is it running, or its sweep if that has brought it along", err)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot connect to the NATS server at %s: %w", a.host(), err)
	}
	return nc, nil
}

// host is the URL, or several with commas between, without their secrets.
func (a Access) host() string {
	var out []string
	for u := range strings.SplitSeq(a.URL, ",") {
		if i := strings.LastIndexByte(u, '@'); i >= 0 {
			scheme, _, found := strings.Cut(u[:i], "://")
			if u = u[i+1:]; found {
				u = scheme + "://" + u
			}
		}
		out = append(out, u)
	}
	return strings.Join(out, ",")
}
