package terminal

import (
	"context"
	"io"
	"net"
	"strings"

	"shouqi/ledger/payment"
	"shouqi/ledger/store"
)

// OpenPort opens a serial port by the text of its setting, as serial:///dev/ttyUSB0 or usb://1a86:7523, at this speed.
type OpenPort func(setting string, baud int) (io.ReadWriteCloser, error)

// Baud is the speed of the interface on a serial port, in bits a second, with 8 data bits and 1 stop bit.
const Baud = 115200

// Line returns what opens the line of an address: tcp://HOST:PORT is a serial device server or our pretend terminal, anything else a serial
// port, for which port opens it; nil where this program has no ports. Errors: payment.channel for an address that is none of these.
func Line(address string, port OpenPort) (Dial, error) {
	if host, isTCP := strings.CutPrefix(address, "tcp://"); isTCP {
		if _, number, err := net.SplitHostPort(host); err == nil && number != "" {
			return func(ctx context.Context) (io.ReadWriteCloser, error) {
				return (&net.Dialer{}).DialContext(ctx, "tcp", host)
			}, nil
		}
	}
	if port == nil || !strings.HasPrefix(address, "serial://") && !strings.HasPrefix(address, "usb://") {
		return nil, store.Refuse(payment.CodeChannel, payment.Terminal.Name())
	}
	return func(context.Context) (io.ReadWriteCloser, error) { return port(address, Baud) }, nil
}
