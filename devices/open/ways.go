package open

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"shouqi/devices"
	"shouqi/devices/escpos"
	"shouqi/devices/fileprint"
	"shouqi/devices/netprint"
	"shouqi/devices/queueprint"
	"shouqi/devices/serialprint"
)

// jobLimit is the longest wait for a job that goes into a file, a device file or a queue of the system's.
const jobLimit = 30 * time.Second

func overNetwork(address *url.URL, _ url.Values, profile escpos.Profile) (devices.Printer, string, error) {
	if address.Path != "" && address.Path != "/" {
		return nil, "", fmt.Errorf("a network printer has no path %q", address.Path)
	}
	printer, err := netprint.New(address.Host, profile, escpos.DefaultLimits())
	return printer, address.Host, err
}

func intoFile(address *url.URL, _ url.Values, profile escpos.Profile) (devices.Printer, string, error) {
	path, err := localPath(address)
	if err != nil {
		return nil, "", err
	}
	if _, err := os.Stat(filepath.Dir(path)); err != nil {
		return nil, "", err // a folder or its parent must exist
	}
	printer, err := fileprint.New(path, profile, jobLimit)
	return printer, path, err
}

// windowsPort is how Windows calls a serial port, as a setting's path.
var windowsPort = regexp.MustCompile(`(?i)^/COM[0-9]+$`)

func onSerialLine(address *url.URL, own url.Values, profile escpos.Profile) (devices.Printer, string, error) {
	port, err := localPath(address)
	if err != nil {
		return nil, "", err
	}
	if windowsPort.MatchString(address.Path) {
		port = address.Path[1:]
	}
	baud := 9600
	if text := own.Get("baud"); text != "" {
		if baud, err = strconv.Atoi(text); err != nil {
			return nil, "", fmt.Errorf("baud: %w", err)
		}
	}
	printer, err := serialprint.New(port, baud, profile, escpos.DefaultLimits())
	return printer, address.Path, err
}

func throughCUPS(address *url.URL, _ url.Values, profile escpos.Profile) (devices.Printer, string, error) {
	if address.Path != "" && address.Path != "/" {
		return nil, "", fmt.Errorf("a queue has no path %q", address.Path)
	}
	printer, err := queueprint.CUPS(address.Host, profile, jobLimit)
	return printer, address.Host, err
}

func throughWindows(address *url.URL, _ url.Values, profile escpos.Profile) (devices.Printer, string, error) {
	name := strings.TrimPrefix(address.Path, "/")
	if address.Host != "" || name == "" {
		return nil, "", errors.New("want three slashes and then the printer's name")
	}
	printer, err := queueprint.Windows(name, profile, jobLimit)
	return printer, address.Path, err
}

// localPath returns the local path of SCHEME:///PATH; on Windows /C:/PATH means C:/PATH.
func localPath(address *url.URL) (string, error) {
	path := address.Path
	if address.Host != "" || path == "" || path == "/" {
		return "", errors.New("want three slashes and then the path")
	}
	if len(path) > 2 && path[2] == ':' {
		path = path[1:]
	}
	return filepath.FromSlash(path), nil
}
