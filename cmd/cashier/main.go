// Command cashier is the counter: flags and wiring only. It alone may import fyne.io/fyne/v2/app and needs cgo and a
// display; everything it shows is built in cashier/ui, which does without both.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"github.com/alecthomas/kong"

	"shouqi/assets"
	"shouqi/cashier/guard"
	"shouqi/cashier/ui"
	"shouqi/cashier/ui/look"
	"shouqi/devices/sound"
	"shouqi/ledger/witness"
)

// flags is the command line.
type flags struct {
	Book  string  `type:"path" help:"账本文件；不写就用本机的默认位置。" xor:"book"`
	Demo  string  `type:"path" help:"演示账本：没有就建一个。" xor:"book"`
	Lang  string  `enum:"zh,en," default:"" help:"界面语言：zh 或 en。"`
	Scale float32 `default:"0" help:"字号：1 至 1.5。"`
	// OwnerScreen is where the owner's screen is.
	OwnerScreen string `default:"auto" help:"给业主看的屏：auto 用第二个显示器，off 不用，或指定窗口，例如 1366x768+1366+0。"`
	Printer     string `help:"这次用的打印机，例如 tcp://192.168.1.50:9100?paper=80。"`

	// Fell and FellReport are what a start after a fall is told by the program that fell.
	Fell       int    `hidden:""`
	FellReport string `hidden:""`

	// Tell is where the window says what it shows, for the guided tour and the bench: a file, or - for standard output.
	Tell string `hidden:"" type:"path"`
}

func main() {
	var line flags
	kong.Parse(&line, kong.Name("cashier"), kong.Description("收讫：物业公司的收费前台。"))
	if err := run(line); err != nil {
		fmt.Fprintln(os.Stderr, "cashier:", err)
		os.Exit(1)
	}
}

func run(line flags) (err error) {
	began := time.Now()
	home, err := homeFolder()
	if err != nil {
		return err
	}
	if err := makeCacheFolder(); err != nil {
		return err
	}
	trouble, err := openTrouble(filepath.Join(home, "log"))
	if err != nil {
		return err
	}
	defer trouble.Close()
	if err := debug.SetCrashOutput(trouble.file, debug.CrashOptions{}); err != nil {
		return fmt.Errorf("keep a crash log: %w", err)
	}
	display := &displayWatch{out: os.Stderr}
	log.SetOutput(display) // The toolkit says with it that no window can be opened, and ends the program.
	defer display.explainPanic()
	choosePlatform()
	toolkit := app.NewWithID("cn.shouqi.cashier")
	standStill(toolkit)
	toolkit.SetIcon(look.Icon())
	toolkit.Settings().SetTheme(look.Theme())
	window := toolkit.NewWindow(assets.Text(assets.Chinese, "app.name"))
	window.Resize(wanted)
	window.SetMaster()
	owner, err := newOwnerWindow(toolkit, window, line.OwnerScreen)
	if err != nil {
		return err
	}
	settings := options(line, home, trouble, toolkit)
	settings.Owner = owner.window
	if settings.Shell.Teller, err = openTeller(line.Tell); err != nil {
		return err
	}
	counter := ui.New(window, settings)
	toolkit.Lifecycle().SetOnStarted(func() {
		display.isOpen = true
		placeWindow(window)
		owner.start()
		provoke(window, line)
		counter.Start()
	})
	net := &net{display: display, began: began, line: line, counter: counter, again: startAgain}
	defer net.catch(&err)
	window.ShowAndRun()
	if !display.isOpen {
		display.explain()
		return errNoDisplay
	}
	return counter.Close()
}

func options(line flags, home string, trouble *troubleLog, toolkit fyne.App) ui.Options {
	options := ui.Options{Book: line.Book, Witness: witness.Here(), Printer: line.Printer, Scale: line.Scale, Trouble: trouble.note,
		Sound: sound.Find, Beside: startBeside, SetTheme: func() { toolkit.Settings().SetTheme(look.Theme()) }, Quit: func() { toolkit.Quit() },
		Faults: guard.Folder{Path: filepath.Join(home, "log", "faults"), Version: version()}, Fell: line.Fell > 0, FellReport: line.FellReport}
	switch {
	case line.Demo != "":
		options.Book, options.Demo = line.Demo, true
	case line.Book == "":
		options.Book = filepath.Join(home, "book")
	}
	switch line.Lang {
	case "zh":
		options.Lang = assets.Chinese
	case "en":
		options.Lang = assets.English
	}
	return options
}

// version is what a report names the program: the module's version, and the commit where the build knows it.
func version() string {
	about, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	name := about.Main.Version
	for _, setting := range about.Settings {
		if setting.Key == "vcs.revision" {
			name += " " + setting.Value
		}
	}
	return name
}

// homeFolder is where the book lies unless a flag says otherwise.
func homeFolder() (string, error) {
	config, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("find the folder for settings: %w", err)
	}
	return filepath.Join(config, "shouqi"), nil
}

// makeCacheFolder makes the folder in which the toolkit makes its own; a fresh account has none.
func makeCacheFolder() error {
	cache, err := os.UserCacheDir()
	if err == nil {
		err = os.MkdirAll(cache, 0o700)
	}
	if err != nil {
		return fmt.Errorf("make the folder for caches: %w", err)
	}
	return nil
}

// troubleLog keeps what went wrong out of sight, and the crash of a run: codes and places, never personal data.
type troubleLog struct{ file *os.File }

// troubleMax is when the log is begun anew, in bytes.
const troubleMax = 1 << 20

func openTrouble(folder string) (*troubleLog, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for the log: %w", err)
	}
	path, how := filepath.Join(folder, "cashier.log"), os.O_APPEND
	if about, err := os.Stat(path); err == nil && about.Size() > troubleMax {
		how = os.O_TRUNC
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|how, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	return &troubleLog{file}, nil
}

// note writes an error's developer form; errors of the book carry codes and no personal data.
func (l *troubleLog) note(trouble error) {
	// A log that cannot be written has nowhere to say so.
	_, _ = fmt.Fprintf(l.file, "%s %v\n", time.Now().UTC().Format(time.RFC3339), trouble)
}

// Close closes the log.
func (l *troubleLog) Close() error { return l.file.Close() }
