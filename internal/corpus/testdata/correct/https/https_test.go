// Package https has correct programs that use net/http servers and clients.
package https

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

func hello(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "hello %s over %d", r.URL.Path, r.ProtoMajor)
}

func get(t *testing.T, c *http.Client, url string) string {
	t.Helper()
	resp, err := c.Get(url)
	if err != nil {
		t.Error(err)
		return ""
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Error(resp.Status, err)
	}
	return string(b)
}

func TestGetAndPost(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{name}", hello)
	mux.HandleFunc("POST /echo", func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body) // all of it first: a server does not read on after it answers
		if err != nil {
			t.Error(err)
		}
		w.Write(b)
	})
	srv := httptest.NewServer(mux)
	defer srv.Close()
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			if s := get(t, srv.Client(), fmt.Sprint(srv.URL, "/", i)); s != fmt.Sprintf("hello /%d over 1", i) {
				t.Error(s)
			}
		})
	}
	wg.Wait()
	text := strings.Repeat("abc", 10_000)
	resp, err := srv.Client().Post(srv.URL+"/echo", "text/plain", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if b, err := io.ReadAll(resp.Body); string(b) != text || err != nil {
		t.Fatal(len(b), err)
	}
}

func TestTLS(t *testing.T) {
	srv := httptest.NewTLSServer(http.HandlerFunc(hello))
	defer srv.Close()
	if s := get(t, srv.Client(), srv.URL+"/x"); s != "hello /x over 1" {
		t.Fatal(s)
	}
}

func TestHTTP2(t *testing.T) {
	srv := httptest.NewUnstartedServer(http.HandlerFunc(hello))
	srv.EnableHTTP2 = true
	srv.StartTLS()
	defer srv.Close()
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if s := get(t, srv.Client(), srv.URL+"/x"); s != "hello /x over 2" {
				t.Error(s)
			}
		})
	}
	wg.Wait()
}

func TestClientTimeout(t *testing.T) {
	entered, ended := make(chan bool, 1), make(chan error, 1)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		entered <- true
		<-r.Context().Done() // the client goes away
		ended <- r.Context().Err()
	}))
	defer srv.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", srv.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := srv.Client().Do(req)
	if err == nil {
		resp.Body.Close()
		t.Fatal("answered")
	}
	if !errors.Is(err, context.DeadlineExceeded) || !os.IsTimeout(err) {
		t.Fatal(err)
	}
	select {
	case <-entered:
		if err := <-ended; err != context.Canceled {
			t.Fatal(err)
		}
	default: // timed out before it got there, as on a slow machine
	}
}

func TestDisconnectCancelsHandler(t *testing.T) {
	ended := make(chan error, 1)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "first")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
		ended <- r.Context().Err()
	}))
	defer srv.Close()
	resp, err := srv.Client().Get(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 5)
	if _, err := io.ReadFull(resp.Body, b); err != nil || string(b) != "first" {
		t.Fatal(string(b), err)
	}
	resp.Body.Close()
	if err := <-ended; err != context.Canceled {
		t.Fatal(err)
	}
}

func TestShutdown(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	entered, release := make(chan bool), make(chan bool)
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		entered <- true
		<-release
		hello(w, r)
	})}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()
	tr := &http.Transport{}
	defer tr.CloseIdleConnections()
	answer := make(chan string, 1)
	go func() { answer <- get(t, &http.Client{Transport: tr}, "http://"+l.Addr().String()+"/s") }()
	<-entered
	down := make(chan error, 1)
	go func() { down <- srv.Shutdown(context.Background()) }()
	if err := <-served; err != http.ErrServerClosed {
		t.Fatal(err)
	}
	select {
	case err := <-down:
		t.Fatal("did not wait for the handler", err)
	default:
	}
	close(release)
	if s := <-answer; s != "hello /s over 1" {
		t.Fatal(s)
	}
	if err := <-down; err != nil {
		t.Fatal(err)
	}
}

func TestKeepAlive(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(hello))
	defer srv.Close()
	reused := 0
	for range 3 {
		trace := &httptrace.ClientTrace{GotConn: func(i httptrace.GotConnInfo) {
			if i.Reused {
				reused++
			}
		}}
		ctx := httptrace.WithClientTrace(context.Background(), trace)
		req, err := http.NewRequestWithContext(ctx, "GET", srv.URL+"/k", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := srv.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	if reused != 2 {
		t.Fatal(reused)
	}
}

func TestReverseProxy(t *testing.T) {
	back := httptest.NewServer(http.HandlerFunc(hello))
	defer back.Close()
	u, err := url.Parse(back.URL)
	if err != nil {
		t.Fatal(err)
	}
	tr := &http.Transport{}
	defer tr.CloseIdleConnections()
	front := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(u) },
		Transport: tr,
	})
	defer front.Close()
	for range 2 {
		if s := get(t, front.Client(), front.URL+"/p"); s != "hello /p over 1" {
			t.Fatal(s)
		}
	}
}
