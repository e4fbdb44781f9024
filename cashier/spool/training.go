package spool

import (
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"shouqi/ledger/store"
)

// CheckTraining refuses a printer that a book to practise in must not reach, with spool.training: anything but a pretend printer on this
// machine (tcp://127.0.0.1:9100), a folder, or a file that is no device. No printer at all is fine. The setting must be one that
// PrinterFromSetting takes.
func CheckTraining(text string) error {
	text = strings.TrimSpace(text)
	if text == "" || text == "none" {
		return nil
	}
	address, err := url.Parse(text)
	if err != nil {
		return store.Fail(codePrinterSetting, err, text)
	}
	switch address.Scheme {
	case "tcp":
		if host := address.Hostname(); host == "localhost" || net.ParseIP(host).IsLoopback() {
			return nil
		}
	case "file":
		if address.Host == "" && isPlainPlace(pathOf(address)) {
			return nil
		}
	}
	return store.Refuse(CodeTraining)
}

// pathOf returns the local path of file:///PATH; on Windows /C:/PATH means C:/PATH.
func pathOf(address *url.URL) string {
	path := address.Path
	if len(path) > 2 && path[2] == ':' {
		path = path[1:]
	}
	return filepath.FromSlash(path)
}

// isPlainPlace reports whether path is a folder or an ordinary file, or nothing yet. Windows gives printers names of files that stand in no
// folder (LPT1), which are never local there.
func isPlainPlace(path string) bool {
	if !filepath.IsLocal(filepath.Base(path)) {
		return false
	}
	about, err := os.Stat(path)
	if err != nil {
		return os.IsNotExist(err)
	}
	return about.IsDir() || about.Mode().IsRegular()
}
