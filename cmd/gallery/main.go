// Command gallery draws every screen and state to PNG without a display: at 1366×768, at 1920×1080, at 1366×768 with large
// print, on a scaled monitor, and in the least room there is at each text scale. It owns only the list of screens and
// samples of the frame.
//
// It may import Fyne's test driver, never fyne/app, and needs no cgo. A picture is the real screen
// with our theme and font; what clips here clips at the counter.
package main

import (
	"errors"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/alecthomas/kong"

	"shouqi/cashier/ui/approvals"
	"shouqi/cashier/ui/billing"
	"shouqi/cashier/ui/charges"
	"shouqi/cashier/ui/counters"
	"shouqi/cashier/ui/desk"
	"shouqi/cashier/ui/display"
	"shouqi/cashier/ui/drill"
	"shouqi/cashier/ui/estate"
	"shouqi/cashier/ui/firstrun"
	"shouqi/cashier/ui/history"
	"shouqi/cashier/ui/intake"
	"shouqi/cashier/ui/layout"
	"shouqi/cashier/ui/leases"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/people"
	"shouqi/cashier/ui/readings"
	"shouqi/cashier/ui/receipts"
	"shouqi/cashier/ui/refunds"
	"shouqi/cashier/ui/reports"
	"shouqi/cashier/ui/settings"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/shift"
	"shouqi/cashier/ui/signin"
	"shouqi/cashier/ui/tray"
	"shouqi/cashier/ui/uitest"
	"shouqi/cashier/ui/widgets"
)

// galleries lists the pictures of each screen package.
var galleries = []func() []shell.Picture{
	framePictures,
	desk.Gallery, display.Gallery, drill.Gallery,
	receipts.Gallery,
	signin.Gallery,
	shift.Gallery,
	firstrun.Gallery,
	intake.Gallery,
	charges.Gallery,
	people.Gallery,
	refunds.Gallery, approvals.Gallery, tray.Gallery,
	history.Gallery,
	estate.Gallery,
	settings.Gallery, layout.Gallery, counters.Gallery,
	month.Gallery,
	billing.Gallery,
	readings.Gallery,
	leases.Gallery,
	reports.Gallery,
}

// setting is a window size, and a text scale with the ending of its file names.
type setting struct {
	size  fyne.Size
	scale float32
	name  string
}

// sizes are the settings at which nothing may clip.
var sizes = []setting{
	{fyne.NewSize(1366, 768), 1, "1366"},
	{fyne.NewSize(1920, 1080), 1, "1920"},
	{fyne.NewSize(1366, 768), look.LargePrint, "1366-large"},
	{fyne.NewSize(1280, 693), look.LargePrint, "1280-large"}, // 1920×1080 at 150 % of the system, below a title and a panel
	{fyne.NewSize(look.LeastWidth, look.LeastHeight), 1, "1024"},
	{fyne.NewSize(look.LeastWidth, look.LeastHeight), look.LargePrint, "1024-large"},
	{fyne.NewSize(look.LeastWidth, look.LeastHeight), look.HugePrint, "1024-huge"},
}

// flags is the command line.
type flags struct {
	Out  string `required:"" help:"Folder for the pictures; made if missing." type:"path"`
	Only string `help:"Draw only pictures whose name contains this."`
	Size string `help:"Draw only at the setting of this name, such as 1366. What does not fit is still looked for at every setting."`
}

func main() {
	var options flags
	kong.Parse(&options, kong.Name("gallery"), kong.Description("Draws every screen to PNG without a display."))
	if err := run(options); err != nil {
		fmt.Fprintln(os.Stderr, "gallery:", err)
		os.Exit(1)
	}
}

// run draws all pictures in all settings.
func run(options flags) error {
	if err := os.MkdirAll(options.Out, 0o700); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	var pictures []shell.Picture
	for _, gallery := range galleries {
		pictures = append(pictures, gallery()...)
	}
	app := test.NewApp()
	defer app.Quit()
	var clipped []error
	for _, setting := range sizes {
		look.SetScale(setting.scale)
		look.SetRoom(setting.size)
		app.Settings().SetTheme(look.Theme())
		for _, picture := range pictures {
			if !strings.Contains(picture.Name, options.Only) {
				continue
			}
			if err := draw(options, setting, picture); err != nil {
				clipped = append(clipped, err)
			}
		}
	}
	return errors.Join(clipped...)
}

// draw draws one picture and says when its content needs more room than the window has, or when a figure of it is cut.
func draw(options flags, setting setting, picture shell.Picture) error {
	window := test.NewWindow(nil)
	defer window.Close()
	window.SetPadded(false)
	window.Resize(setting.size)
	widgets.Later = atOnce
	frame := shell.New(window, inPlace())
	picture.Draw(frame)
	window.Resize(setting.size)
	trouble := clippedIn(frame, setting)
	if trouble != nil {
		trouble = fmt.Errorf("%s at %s: %w", picture.Name, setting.name, trouble)
	}
	if options.Size != "" && options.Size != setting.name {
		return trouble
	}
	file, err := os.OpenFile(filepath.Join(options.Out, picture.Name+"-"+setting.name+".png"), os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("make the file: %w", err)
	}
	if err := png.Encode(file, window.Canvas().Capture()); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", file.Name(), err), file.Close())
	}
	return errors.Join(trouble, file.Close())
}

// clippedIn says what of the picture does not fit its window.
func clippedIn(frame *shell.Shell, setting setting) error {
	need := frame.Need()
	for _, overlay := range frame.Canvas().Overlays().List() {
		need = need.Max(overlay.MinSize())
	}
	if need.Width > setting.size.Width || need.Height > setting.size.Height {
		return fmt.Errorf("needs %v of %v", need, setting.size)
	}
	if cut := uitest.CutFigures(frame.Window()); len(cut) > 0 {
		return fmt.Errorf("figures are cut: %q", cut)
	}
	return nil
}

// inPlace runs work and posts at once and delayed things never, so that a picture stands still.
func inPlace() shell.Options {
	return shell.Options{
		Go:    func(work func()) { work() },
		Post:  func(ui func()) { ui() },
		Later: func(time.Duration, func()) func() { return func() {} },
	}
}

// atOnce is a widgets.Later: no scanner types into a picture.
func atOnce(_ time.Duration, ui func()) (stop func()) {
	ui()
	return func() {}
}
