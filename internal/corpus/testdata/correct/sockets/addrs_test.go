package sockets

import (
	"errors"
	"net"
	"net/netip"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// hasIPv6 reports whether this host has IPv6: not all do.
func hasIPv6() bool {
	ln, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		return false
	}
	ln.Close()
	return true
}

func port(a net.Addr) string {
	return strconv.Itoa(int(netip.MustParseAddrPort(a.String()).Port()))
}

func TestListenOnAll(t *testing.T) {
	for _, at := range []string{":0", "0.0.0.0:0", "[::]:0"} {
		ln, err := net.Listen("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		if a := ln.Addr().(*net.TCPAddr); !a.IP.IsUnspecified() || a.Port == 0 {
			t.Errorf("%s: %v", at, a)
		}
		to := []string{"127.0.0.1:", "localhost:", ":", "0.0.0.0:", "127.0.0.5:"}
		if hasIPv6() {
			to = append(to, "[::]:", "[::1]:")
		}
		for _, host := range to {
			c, err := net.Dial("tcp", host+port(ln.Addr()))
			if err != nil {
				t.Errorf("%s reached at %s: %v", at, host, err)
				continue
			}
			s, err := ln.Accept()
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range []net.Addr{c.LocalAddr(), c.RemoteAddr(), s.LocalAddr(), s.RemoteAddr()} {
				if ip := a.(*net.TCPAddr).IP; ip.IsUnspecified() || !ip.IsLoopback() {
					t.Errorf("%s reached at %s: one end is %v", at, host, a)
				}
			}
			if c.RemoteAddr().String() != s.LocalAddr().String() || c.LocalAddr().String() != s.RemoteAddr().String() {
				t.Errorf("%v to %v, seen as %v from %v", c.LocalAddr(), c.RemoteAddr(), s.LocalAddr(), s.RemoteAddr())
			}
			s.Close()
			c.Close()
		}
		ln.Close()
		if _, err := net.Dial("tcp", "127.0.0.1:"+port(ln.Addr())); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Error(err)
		}
	}
}

func TestListenOnAllOfIPv4(t *testing.T) {
	ln, err := net.Listen("tcp4", ":0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	if a := ln.Addr().String(); a != "0.0.0.0:"+port(ln.Addr()) {
		t.Error(a)
	}
	if !hasIPv6() {
		return
	}
	if _, err := net.Dial("tcp", "[::1]:"+port(ln.Addr())); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Error(err)
	}
	six, err := net.Listen("tcp6", ":"+port(ln.Addr()))
	if err != nil {
		t.Fatal(err)
	}
	defer six.Close()
	if a := six.Addr().String(); a != "[::]:"+port(ln.Addr()) {
		t.Error(a)
	}
	c, err := net.Dial("tcp6", ":"+port(ln.Addr()))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if a := c.RemoteAddr().String(); a != "[::1]:"+port(ln.Addr()) {
		t.Error(a)
	}
}

func TestAddressesInUse(t *testing.T) {
	one, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := port(one.Addr())
	for _, at := range []string{"127.0.0.1:", "0.0.0.0:", ":"} {
		if ln, err := net.Listen("tcp", at+p); !errors.Is(err, syscall.EADDRINUSE) {
			t.Error(at, ln, err)
		}
	}
	two, err := net.Listen("tcp", "127.0.0.2:"+p)
	if err != nil {
		t.Fatal(err)
	}
	// UDP has ports of its own.
	udp, err := net.ListenPacket("udp", "127.0.0.1:"+p)
	if err != nil {
		t.Fatal(err)
	}
	udp.Close()
	one.Close()
	two.Close()
	all, err := net.Listen("tcp", ":"+p)
	if err != nil {
		t.Fatal(err)
	}
	if ln, err := net.Listen("tcp", "127.0.0.1:"+p); !errors.Is(err, syscall.EADDRINUSE) {
		t.Error(ln, err)
	}
	all.Close()
}

func TestDatagramsToAll(t *testing.T) {
	srv, err := net.ListenPacket("udp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	if a := srv.LocalAddr().(*net.UDPAddr); !a.IP.IsUnspecified() {
		t.Error(a)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		b := make([]byte, 10)
		for {
			n, from, err := srv.ReadFrom(b)
			if err != nil {
				return
			}
			srv.WriteTo(b[:n], from)
		}
	}()
	// A connected socket takes what comes from where it sends to.
	c, err := net.Dial("udp", "127.0.0.1:"+port(srv.LocalAddr()))
	if err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 10)
	c.Write([]byte("a"))
	if n, err := c.Read(b); n != 1 || err != nil {
		t.Error(n, err)
	}
	c.Close()
	// One that is not connected sees from where.
	p, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	to := &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: srv.LocalAddr().(*net.UDPAddr).Port}
	p.WriteTo([]byte("b"), to)
	if _, from, err := p.ReadFrom(b); err != nil || from.String() != to.String() {
		t.Error(from, err)
	}
	p.Close()
	srv.Close()
	<-done
}

func TestDatagramsOfOthers(t *testing.T) {
	var ends [3]*net.UDPConn
	loop := &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)}
	var err error
	for i := range ends[:2] {
		if ends[i], err = net.ListenUDP("udp", loop); err != nil {
			t.Fatal(err)
		}
		defer ends[i].Close()
	}
	if ends[2], err = net.DialUDP("udp", nil, ends[0].LocalAddr().(*net.UDPAddr)); err != nil {
		t.Fatal(err)
	}
	defer ends[2].Close()
	ends[1].WriteTo([]byte("stranger"), ends[2].LocalAddr())
	ends[0].WriteTo([]byte("peer"), ends[2].LocalAddr())
	b := make([]byte, 10)
	if n, err := ends[2].Read(b); string(b[:n]) != "peer" || err != nil {
		t.Errorf("%q, %v", b[:n], err)
	}
}

// Who counts events sends them whether or not somebody listens, or reads.
func TestDatagramsThatNobodyReads(t *testing.T) {
	srv, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c, err := net.Dial("udp", srv.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	event := make([]byte, 8000)
	for range 100 {
		if _, err := c.Write(event); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Write(make([]byte, 70000)); !errors.Is(err, syscall.EMSGSIZE) {
		t.Error(err)
	}
	srv.Close()
	for range 3 {
		if _, err := c.Write(event); err != nil && !errors.Is(err, syscall.ECONNREFUSED) {
			t.Error(err)
		}
	}
}

func TestInterfaces(t *testing.T) {
	is, err := net.Interfaces()
	if err != nil {
		t.Fatal(err)
	}
	var loop *net.Interface
	for _, i := range is {
		if i.Flags&net.FlagLoopback != 0 {
			loop = &i
		}
	}
	if loop == nil {
		t.Fatal("no loopback interface")
	}
	if i, err := net.InterfaceByName(loop.Name); err != nil || i.Index != loop.Index {
		t.Error(i, err)
	}
	if i, err := net.InterfaceByIndex(loop.Index); err != nil || i.Name != loop.Name {
		t.Error(i, err)
	}
	has := func(addrs []net.Addr, err error) {
		for _, a := range addrs {
			if n, ok := a.(*net.IPNet); ok && n.Contains(net.IPv4(127, 0, 0, 1)) {
				return
			}
		}
		t.Error("no loopback address:", addrs, err)
	}
	has(loop.Addrs())
	has(net.InterfaceAddrs())
	// What a host has of addresses can be listened on.
	addrs, _ := net.InterfaceAddrs()
	for _, a := range addrs {
		n, ok := a.(*net.IPNet)
		if !ok || n.IP.To4() == nil {
			continue
		}
		ln, err := net.Listen("tcp", net.JoinHostPort(n.IP.String(), "0"))
		if err != nil {
			t.Fatal(err)
		}
		c, err := net.DialTimeout("tcp", ln.Addr().String(), time.Second)
		if err != nil {
			t.Fatal(err)
		}
		c.Close()
		ln.Close()
	}
}

func TestLocalAddressOfConnection(t *testing.T) {
	for _, at := range []string{"127.0.0.1:0", "[::1]:0"} {
		if at[0] == '[' && !hasIPv6() {
			continue
		}
		ln, err := net.Listen("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		c, err := net.Dial("tcp", ln.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		if !c.LocalAddr().(*net.TCPAddr).IP.Equal(ln.Addr().(*net.TCPAddr).IP) {
			t.Error(c.LocalAddr(), ln.Addr())
		}
		c.Close()
		ln.Close()
	}
}
