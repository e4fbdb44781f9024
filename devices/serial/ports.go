package serial

import (
	"fmt"

	"go.bug.st/serial/enumerator"
)

// Found is a port of this machine. Name is what its device calls itself, "" where the system does not say.
type Found struct {
	Port string
	USB  USB
	Name string
}

// Ports lists the ports of this machine. It looks at the system's tables alone and disturbs no device.
func Ports() ([]Found, error) {
	details, err := enumerator.GetDetailedPortsList()
	if err != nil {
		return nil, fmt.Errorf("serial: list the ports: %w", err)
	}
	var found []Found
	for _, port := range details {
		if port.Name == "" {
			continue // the system lists ports that have no hardware
		}
		one := Found{Port: port.Name, Name: port.Product}
		if port.IsUSB {
			one.USB = USB{port.VID, port.PID, port.SerialNumber}
		}
		found = append(found, one)
	}
	return found, nil
}
