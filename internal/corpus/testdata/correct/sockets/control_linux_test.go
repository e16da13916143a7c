package sockets

import (
	"net"
	"syscall"
	"testing"
)

// The system says with a datagram to which address it was sent, if it is asked to.
func TestDestinationOfDatagram(t *testing.T) {
	c, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	raw, err := c.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var set error
	if err := raw.Control(func(fd uintptr) { set = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_IP, syscall.IP_PKTINFO, 1) }); err != nil || set != nil {
		t.Fatal(err, set)
	}
	d, err := net.Dial("udp4", c.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	oob := make([]byte, 128)
	n, oobn, _, _, err := c.ReadMsgUDP(make([]byte, 10), oob)
	if n != 1 || err != nil {
		t.Fatal(n, err)
	}
	messages, err := syscall.ParseSocketControlMessage(oob[:oobn])
	if err != nil || len(messages) != 1 || messages[0].Header.Type != syscall.IP_PKTINFO {
		t.Errorf("the control messages are %v, %v", messages, err)
	}
}
