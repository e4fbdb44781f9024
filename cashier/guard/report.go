package guard

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"shouqi/ledger/calendar"
)

// The reports that are kept, and the size of one, in bytes.
const (
	reportsMost = 20
	reportMost  = 256 << 10
)

// Folder keeps the newest reports of faults. Only its owner may read it.
type Folder struct {
	// Path is the folder, made when it is needed.
	Path string
	// Version is the program's, as a report names it.
	Version string
}

// Write keeps the report of a fault and returns where it lies, as a person is told it. The oldest reports give way.
func (f Folder) Write(fault *Fault, at time.Time) (shown string, err error) {
	if err := os.MkdirAll(f.Path, 0o700); err != nil {
		return "", fmt.Errorf("make the folder for reports: %w", err)
	}
	if err := f.makeRoom(); err != nil {
		return "", err
	}
	file, err := f.create(at)
	if err != nil {
		return "", fmt.Errorf("make a report: %w", err)
	}
	content := f.content(fault, at)
	_, err = file.WriteString(content[:min(len(content), reportMost)])
	if err = errors.Join(err, file.Close()); err != nil {
		return "", fmt.Errorf("write a report: %w", err)
	}
	return shorten(file.Name()), nil
}

func (f Folder) content(fault *Fault, at time.Time) string {
	return fmt.Sprintf("time     %s\nprogram  %s\ngo       %s %s/%s\nwhere    %s %s\npanic    %s\n\n%s\n",
		at.UTC().Format(time.RFC3339), f.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH,
		fault.Kind, fault.Where, fault.What, strings.Join(fault.Stack, "\n"))
}

// create makes a file named after the time; several faults of one moment get numbers.
func (f Folder) create(at time.Time) (*os.File, error) {
	moment := at.In(calendar.Zone).Format("20060102-150405")
	for number := 1; ; number++ {
		name := filepath.Join(f.Path, fmt.Sprintf("fault-%s-%02d.txt", moment, number))
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if !errors.Is(err, fs.ErrExist) || number > reportsMost {
			return file, err
		}
	}
}

// makeRoom removes the oldest reports, so that one more may come. Their names sort by time.
func (f Folder) makeRoom() error {
	reports, err := filepath.Glob(filepath.Join(f.Path, "fault-*.txt"))
	if err != nil {
		return fmt.Errorf("look for reports: %w", err)
	}
	slices.Sort(reports)
	for len(reports) >= reportsMost {
		// Another window on the same computer may have removed it.
		if err := os.Remove(reports[0]); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove an old report: %w", err)
		}
		reports = reports[1:]
	}
	return nil
}

// shorten leaves the person's home folder out of a path, with the sign that the system's own windows understand.
func shorten(path string) string {
	home, err := os.UserHomeDir()
	if err != nil {
		return path
	}
	rest, found := strings.CutPrefix(path, home+string(filepath.Separator))
	switch {
	case !found:
		return path
	case runtime.GOOS == "windows":
		return `%USERPROFILE%\` + rest
	}
	return "~/" + rest
}
