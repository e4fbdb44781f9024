package open_test

import (
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/devices"
	"shouqi/devices/escpos"
	"shouqi/devices/open"
)

func TestASettingNamesThePlaceAndTheModel(t *testing.T) {
	folder := filepath.ToSlash(t.TempDir())
	for setting, want := range map[string]func(*escpos.Profile){
		"tcp://192.168.1.50":                       func(*escpos.Profile) {},
		"tcp://192.168.1.50:9100?paper=80":         func(*escpos.Profile) {},
		" tcp://printer.local:9100?status=no ":     func(p *escpos.Profile) { p.ReadStatus = false },
		"tcp://h?confirm=id&drawer=5&cutter=no":    func(p *escpos.Profile) { p.ConfirmByProcessID, p.DrawerPin, p.HasCutter = true, 5, false },
		"tcp://h?text=drawn&qr=drawn&encoding=gbk": func(p *escpos.Profile) { p.RasterText, p.NativeQR, p.Encoding = true, false, escpos.GBK },
		"file://" + folder + "?paper=58":           func(p *escpos.Profile) { *p = escpos.Profile58() },
		"cups://收据_80?paper=80":                    func(*escpos.Profile) {},
		"serial:///dev/ttyUSB0":                    func(*escpos.Profile) {},
		"serial:///COM3?baud=115200&paper=58":      func(p *escpos.Profile) { *p = escpos.Profile58() },
	} {
		t.Run(setting, func(t *testing.T) {
			printer, profile, err := open.Printer(setting)
			require.NoError(t, err)
			expected := escpos.Profile80()
			want(&expected)
			require.Equal(t, expected, profile)
			require.Contains(t, setting, fmt.Sprint(printer), "a job's record says where it went")
		})
	}
}

// A sheet is one more paper of a queue: what it prints are PDF files, and nothing hangs on it.
func TestAQueueMayPrintSheets(t *testing.T) {
	if runtime.GOOS == "windows" {
		_, _, err := open.Printer("cups://laser?paper=A5")
		require.ErrorIs(t, err, open.ErrElsewhere)
		return
	}
	for paper, sheet := range map[string]devices.Sheet{"A5": devices.A5, "a4": devices.A4, "241": devices.Triple241x93, "241x93": devices.Triple241x93, "241x140": devices.Half241x140} {
		printer, _, err := open.Printer("cups://laser?paper=" + paper)
		require.NoError(t, err)
		require.Equal(t, devices.Capabilities{Sheet: sheet}, printer.Capabilities())
		require.Equal(t, "cups://laser", fmt.Sprint(printer))
	}
}

func TestASettingThatCannotBeUsedNamesItsWrongPart(t *testing.T) {
	for setting, part := range map[string]string{
		"usb://1":                         "usb://1",
		"打印机":                             "打印机",
		"tcp://":                          "tcp://",
		"tcp://h:9100:1":                  "tcp://h:9100:1",
		"tcp://h/path":                    "tcp://h/path",
		"file://":                         "file://",
		"file:///no/such/folder/anywhere": "file:///no/such/folder/anywhere",
		"tcp://h?paper=76":                "paper=76",
		"tcp://h?colour=red":              "colour=red",
		"tcp://h?paper=58&paper=80":       "paper=58,80",
		"tcp://h?%zz":                     "%zz",
		"tcp://h?baud=9600":               "baud=9600",
		"cups://":                         "cups://",
		"cups://pos80/path":               "cups://pos80/path",
		"cups://pos80/path?paper=A5":      "cups://pos80/path?paper=A5",
		"cups://?paper=A5":                "cups://?paper=A5",
		"cups://laser?paper=A3":           "paper=A3",
		"cups://laser?paper=A5&drawer=2":  "drawer=2",
		"cups://laser?paper=A5&paper=A4":  "paper=A5,A4",
		"tcp://h?paper=A5":                "paper=A5",
		"windows:///HP?paper=A5":          "paper=A5",
		"windows:///":                     "windows:///",
		"windows://POS-80":                "windows://POS-80",
		"serial://":                       "serial://",
		"serial://COM3":                   "serial://COM3",
		"serial:///COM3?baud=":            "baud=",
		"serial:///COM3?baud=9601":        "serial:///COM3?baud=9601",
		"serial:///COM3?baud=fast":        "serial:///COM3?baud=fast",
		"serial:///COM3?baud=1&baud=2":    "baud=1,2",
	} {
		_, _, err := open.Printer(setting)
		var wrong *open.SettingError
		require.ErrorAs(t, err, &wrong, setting)
		require.Equal(t, part, wrong.Part)
	}
	for _, setting := range []string{"", " ", "none"} {
		_, _, err := open.Printer(setting)
		require.ErrorIs(t, err, open.ErrNone, setting)
	}
}

func TestAPrinterOfAnotherSystemIsSaidToBeThat(t *testing.T) {
	setting := "windows:///POS-80C?paper=80"
	if runtime.GOOS == "windows" {
		setting = "cups://pos80"
	}
	_, _, err := open.Printer(setting)
	require.ErrorIs(t, err, open.ErrElsewhere)
	var wrong *open.SettingError
	require.ErrorAs(t, err, &wrong)
	require.Equal(t, setting, wrong.Part)
}

func TestASettingThatWasFoundCanBeUsedAsItStands(t *testing.T) {
	found, err := open.Find(t.Context())
	require.NoError(t, err)
	for _, one := range found {
		_, _, err := open.Printer(one.Setting)
		require.NoError(t, err, one.Setting)
	}
}

func TestNamesThatNeedEscapingComeBackWhole(t *testing.T) {
	for setting, want := range map[string]string{
		open.Setting("serial", "COM3"):                   "serial:///COM3",
		open.Setting("serial", "/dev/ttyUSB0"):           "serial:///dev/ttyUSB0",
		open.Setting("cups", "pos80"):                    "cups://pos80",
		open.Setting("windows", `\\SRV\小票 80%? printer`): `windows:///%5C%5CSRV%5C%E5%B0%8F%E7%A5%A8%2080%25%3F%20printer`,
	} {
		require.Equal(t, want, setting)
		address, err := url.Parse(setting)
		require.NoError(t, err)
		require.Contains(t, []string{"/COM3", "/dev/ttyUSB0", "", `/\\SRV\小票 80%? printer`}, address.Path)
	}
}
