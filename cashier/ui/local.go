package ui

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/settings"
)

// lockMinutesDefault locks the counter after so many minutes without a key, until somebody sets another.
const lockMinutesDefault = 10

// localSettings are this machine's, as the window uses them.
type localSettings struct {
	lang         string
	scale        float32
	lockMinutes  int
	exportFolder string
	contrast     bool // of the owner's screen
}

func (l localSettings) lockAfter() time.Duration { return time.Duration(l.lockMinutes) * time.Minute }

// readSettings reads them; what is not set or makes no sense is the default.
func readSettings(ctx context.Context, counter *cashier.Counter) (localSettings, error) {
	read := localSettings{lang: assets.Chinese, scale: 1, lockMinutes: lockMinutesDefault, exportFolder: defaultFolder()}
	for _, name := range []string{settings.Language, settings.TextSize, settings.LockMinutes, settings.ExportFolder, settings.OwnerColours} {
		value, err := counter.LocalSetting(ctx, name)
		if err != nil {
			return read, err
		}
		read.set(name, value)
	}
	return read, nil
}

func (l *localSettings) set(name, value string) {
	switch name {
	case settings.Language:
		if value == assets.English {
			l.lang = assets.English
		}
	case settings.TextSize:
		if value == settings.LargeText {
			l.scale = look.LargePrint
		}
	case settings.LockMinutes:
		if minutes, err := strconv.Atoi(value); err == nil && minutes >= 0 {
			l.lockMinutes = minutes
		}
	case settings.OwnerColours:
		l.contrast = value == settings.HighContrast
	case settings.ExportFolder:
		if value != "" {
			l.exportFolder = value
		}
	}
}

// defaultFolder is where workbooks go until somebody chooses: the home folder, because every system has one.
func defaultFolder() string { return filepath.Join(homeFolder(), "收讫") }

func homeFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return os.TempDir()
	}
	return home
}
