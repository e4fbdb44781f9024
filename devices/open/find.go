package open

import (
	"context"
	"errors"
	"net/url"
	"path/filepath"
	"strings"

	"go.bug.st/serial/enumerator"

	"shouqi/devices/queueprint"
)

// Found is something on this machine that a printer may stand behind.
type Found struct {
	Setting string // the text that Printer takes, with the usual options: 80 mm paper, 9600 baud
	About   string // what the system says of it, such as the adapter's maker; may be empty
}

// usbPrinters are the device files that Linux makes for USB printers.
const usbPrinters = "/dev/usb/lp*"

// Find looks for serial ports, USB printers and print queues. Network printers do not tell of themselves. What one kind
// cannot say is in the error, beside what the others found.
func Find(ctx context.Context) ([]Found, error) {
	var found []Found
	ports, portsErr := enumerator.GetDetailedPortsList()
	for _, port := range ports {
		if port.Name != "" { // the list has empty ones for what is no device
			found = append(found, Found{Setting("serial", port.Name) + "?baud=9600&paper=80", aboutPort(port)})
		}
	}
	paths, pathsErr := filepath.Glob(usbPrinters)
	for _, path := range paths {
		found = append(found, Found{Setting: Setting("file", path) + "?paper=80"})
	}
	queues, queuesErr := queueprint.Queues(ctx)
	for _, queue := range queues {
		found = append(found, Found{Setting(queue.Scheme, queue.Name) + "?paper=80", queue.About})
	}
	return found, errors.Join(portsErr, pathsErr, queuesErr)
}

// aboutPort is what USB says of a port: its product and maker, and the numbers by which they are known.
func aboutPort(port *enumerator.PortDetails) string {
	if !port.IsUSB {
		return ""
	}
	words := []string{port.Product, port.Manufacturer, "USB " + port.VID + ":" + port.PID}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

// Setting returns the text by which Printer finds a name: a path, or the name of a port, a queue or a printer.
func Setting(scheme, name string) string {
	if scheme == "cups" {
		return (&url.URL{Scheme: scheme, Host: name}).String()
	}
	return scheme + ":///" + strings.ReplaceAll(url.PathEscape(strings.TrimPrefix(name, "/")), "%2F", "/")
}
