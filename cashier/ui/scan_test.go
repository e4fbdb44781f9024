package ui_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/peripherals"
	"shouqi/cashier/scanning"
	"shouqi/cashier/ui"
	"shouqi/cashier/ui/uitest"
	"shouqi/devices/devicetest"
	"shouqi/ledger/estate"
)

// signedIn is a window with a cashier at the desk, and a scanner on a serial port.
func signedIn(t *testing.T) (r *running, scan func(text string)) {
	counter := uitest.NewCounter(t)
	require.NoError(t, counter.Close())
	clock := counter.Clock
	line, err := devicetest.NewLine(filepath.Join(t.TempDir(), "scanner"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, line.Close()) })
	r = start(t, ui.Options{Book: counter.Book.Store.Path(), Now: func() time.Time { return clock }})
	r.Enter("101", uitest.CashierPIN)
	things := r.app.Counter().Peripherals
	require.NoError(t, things.Change(t.Context(), peripherals.Settings{Scanner: "serial://" + line.Name()}))
	require.Eventually(t, func() bool {
		state, known := things.State(peripherals.Scanner)
		return known && state.Present()
	}, 30*time.Second, 5*time.Millisecond)
	return r, func(text string) {
		t.Helper()
		require.NoError(t, line.Type(t.Context(), text+"\r", 0))
	}
}

// sees waits until the window shows words.
func (r *running) sees(words string) {
	r.t.Helper()
	require.Eventually(r.t, func() bool {
		r.let()
		return strings.Contains(r.markup(), words)
	}, 30*time.Second, 5*time.Millisecond, words)
}

// A scan opens what it names, wherever the keyboard is, and puts nothing into any field.
func TestAScanOpensWhatItNames(t *testing.T) {
	r, scan := signedIn(t)
	book := r.app.Counter().Book.Journal.Book
	paper, err := scanning.Slip{Object: estate.ObjectID(estate.Room, "3-2-1201"), FromMonth: "2026-11", ToMonth: "2026-11"}.Text(book)
	require.NoError(t, err)
	scan(paper)
	r.sees("待缴 3 张") // its household is open
	scan("134567890123456789")
	r.sees("这是付款码，没有收款")
	scan("6901234567892")
	r.sees("这是商品上的条码")
	r.Press(fyne.KeyF1)
	scan(paper)
	r.sees("请先处理完现在的对话框")
	r.Press(fyne.KeyEscape)
	scan("SHOUQI1 01-2026-000001 CNY 1.00 2026-11-21 09:00:00 01 AAAA")
	r.sees("01-2026-000001")
	require.Equal(t, "收讫 · 收据", r.title())
	r.Chord(fyne.KeyL)
	scan(paper)
	r.sees("请先登录")
}

// A scanner that is pulled out is said to be away, and hears again once it is back; money is taken meanwhile.
func TestAScannerComesAndGoes(t *testing.T) {
	r, _ := signedIn(t)
	r.sees("扫描枪接上了")
	require.NoError(t, r.app.Counter().Peripherals.Change(t.Context(), peripherals.Settings{Scanner: "serial:///dev/nothing-here"}))
	r.sees("扫描枪断开了")
	r.stillPays()
}

// What is said of a scan into a field of free text is true of the field: figures are out of it again, and of what stands there it is said that it does.
func TestAScanIntoAFieldOfFreeTextIsSaidAsItIs(t *testing.T) {
	r, scan := signedIn(t)
	paper, err := scanning.Slip{Object: estate.ObjectID(estate.Room, "3-2-1201"), FromMonth: "2026-11", ToMonth: "2026-11"}.Text(r.app.Counter().Book.Journal.Book)
	require.NoError(t, err)
	scan(paper)
	r.sees("待缴 3 张")
	r.Press(fyne.KeyF11)
	r.Type("3")
	r.Shows("代缴人的名字")
	types := func(code string) {
		uitest.Rush(time.Millisecond, func() {
			uitest.Type(r.app.Frame().Window(), code)
			uitest.Press(r.app.Frame().Window(), fyne.KeyReturn)
		})
	}
	types("6901234567892")
	r.sees("什么也没有做")
	r.Hides("6901234567892")
	types("https://example.com/a1")
	r.sees("内容填进了输入框，别的什么也没有做")
	r.Shows("https://example.com/a1")
}
