package queue

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// objectHeader of a message names the object that has its content, if that is large.
const objectHeader = "Chaosrun-Object"

// maxParcel bounds what a parcel holds, in bytes: what comes from a queue is untrusted.
const maxParcel = 256 << 20

// mostOf is up to how many bytes a message has its content itself.
func mostOf(nc *nats.Conn) int { return int(min(nc.MaxPayload(), 1<<20) / 2) }

// wrap makes a parcel of plain data.
func wrap(v any) ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	err := errors.Join(json.NewEncoder(z).Encode(v), z.Close())
	return b.Bytes(), err
}

// unwrap reads what wrap has made.
func unwrap(r io.Reader, v any) error {
	z, err := gzip.NewReader(r)
	if err != nil {
		return err
	}
	in := &io.LimitedReader{R: z, N: maxParcel}
	err = json.NewDecoder(in).Decode(v)
	if in.N == 0 {
		return fmt.Errorf("it holds more than %d bytes", maxParcel)
	}
	return err
}

// link sends parcels through a campaign's stream and bucket.
type link struct {
	js     jetstream.JetStream
	bucket jetstream.ObjectStore
	max    int // bytes of a message
}

// send sends plain data, once for each ID of the stream however often it is tried.
func (l *link) send(ctx context.Context, subject, id string, v any) error {
	b, err := wrap(v)
	if err != nil {
		return err
	}
	m := nats.NewMsg(subject)
	if m.Data = b; len(b) > l.max {
		m.Data = nil
		m.Header.Set(objectHeader, id)
		if err := again(ctx, func(ctx context.Context) error {
			_, err := l.bucket.PutBytes(ctx, id, b)
			return err
		}); err != nil {
			return err
		}
	}
	return again(ctx, func(ctx context.Context) error {
		_, err := l.js.PublishMsg(ctx, m, jetstream.WithMsgID(id), jetstream.WithRetryAttempts(0))
		return err
	})
}

// receive reads what send has sent.
func (l *link) receive(ctx context.Context, m jetstream.Msg, v any) error {
	name := m.Headers().Get(objectHeader)
	if name == "" {
		return unwrap(bytes.NewReader(m.Data()), v)
	}
	var b []byte
	if err := again(ctx, func(ctx context.Context) (err error) {
		b, err = l.bucket.GetBytes(ctx, name)
		return err
	}); err != nil {
		return err
	}
	return unwrap(bytes.NewReader(b), v)
}

// drop takes away what belongs to a message that is done with.
func (l *link) drop(ctx context.Context, m jetstream.Msg) error {
	name := m.Headers().Get(objectHeader)
	if name == "" {
		return nil
	}
	return l.bucket.Delete(ctx, name)
}
