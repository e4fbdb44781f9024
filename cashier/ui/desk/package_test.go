package desk

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/tariff"
)

// newPackageDesk is a desk where 3-2-1201 owes 840.47 of before, water of 205.00 and, not yet due, 300.00 for its space, and where
// these packages are set up; water and the space are items of the book.
func newPackageDesk(t *testing.T, packages ...billing.Package) *counted {
	t.Helper()
	d := newDesk(t)
	d.counter.As("100", uitest.ManagerPIN)
	for _, name := range []string{"水费", "车位费", "门禁卡"} {
		d.counter.Charge(billing.Item{Name: name}, "标准", tariff.Rule{Lines: []tariff.Line{{Measure: tariff.Household, Price: "1"}}})
	}
	for _, one := range packages {
		_, err := d.counter.Pricing.SetPackage(context.Background(), one)
		require.NoError(t, err)
	}
	d.counter.As("101", uitest.CashierPIN)
	d.screen.Refresh()
	return d
}

func (d *counted) pack() *counted {
	uitest.Chord(d.window, fyne.KeyModifierControl, fyne.KeyT)
	d.presses++
	return d
}

func TestOneKeyTicksThePackageAndEnterTakesIt(t *testing.T) {
	d := newPackageDesk(t, billing.Package{Name: "常缴", Items: []string{"水费", "车位费"}})
	d.typing("3021201").press(enter)
	d.sees("¥1,045.47", "套餐")
	d.pack()
	d.sees("¥505.00")
	require.Zero(t, d.payments(), "the key takes nothing")
	d.pack().pack()
	d.sees("¥505.00")
	d.typing("600").press(enter)
	d.sees("本次实收", "¥505.00", "¥95.00")
	require.Equal(t, money.Fen(505_00), d.counter.Last().TotalFen)
	left := d.counter.Household("3021201").Lines
	require.Len(t, left, 1)
	require.Equal(t, "期初欠费", left[0].Item)
}

func TestSeveralPackagesAreChosenByDigit(t *testing.T) {
	d := newPackageDesk(t, billing.Package{Name: "a常缴", Items: []string{"水费", "车位费"}}, billing.Package{Name: "b水", Items: []string{"水费"}},
		billing.Package{Name: "c卡", Items: []string{"门禁卡"}}, billing.Package{Name: "d别处", Items: []string{"水费"}, Scope: billing.Scope{Buildings: []string{"1"}}})
	d.typing("3021201").press(enter).pack()
	d.sees("¥505.00　a常缴", "¥205.00　b水", "没有要缴的　c卡")
	d.hides("d别处")
	d.pack()
	d.press(fyne.KeyEscape)
	d.sees("¥1,045.47")
	require.Nil(t, d.window.Canvas().Overlays().Top(), "a second press opened no second choice")
	d.pack().typing("2")
	d.sees("¥205.00")
	d.hides("¥1,045.47")
	d.pack().typing("3")
	d.sees("“c卡”里没有要缴的账单，勾选没有变", "¥205.00")
	d.press(enter)
	require.Equal(t, money.Fen(205_00), d.counter.Last().TotalFen)
}

func TestThePackageStandsInTheMenuToo(t *testing.T) {
	d := newPackageDesk(t, billing.Package{Name: "水", Items: []string{"水费"}})
	d.typing("3021201").press(enter, fyne.KeyF11)
	d.sees("按缴费套餐勾选")
	d.typing("+")
	d.sees("¥205.00")
	require.Zero(t, d.payments())
}

func TestWhereNoPackageFitsASentenceSaysSo(t *testing.T) {
	d := newPackageDesk(t, billing.Package{Name: "租户", Items: []string{"水费"}, Scope: billing.Scope{Party: estate.Tenant}})
	d.typing("3021201").press(enter)
	require.Equal(t, "quiet", d.packageKeyIs(), "it does not stand in the key bar")
	d.pack()
	d.sees("这一户没有缴费套餐，勾选没有变", "¥1,045.47")
	d.press(enter)
	require.Equal(t, money.Fen(1045_47), d.counter.Last().TotalFen)
	d.pack() // nothing is open any more
	require.Equal(t, "", d.packageKeyIs())
}

// packageKeyIs says whether the key is offered: "" for not at all.
func (d *counted) packageKeyIs() string {
	for _, key := range d.screen.Keys() {
		switch {
		case key.Name != fyne.KeyT || key.Modifier != fyne.KeyModifierControl:
		case key.Quiet:
			return "quiet"
		default:
			return "shown"
		}
	}
	return ""
}

func TestAPackagePickedWhileMoneyIsOnItsWayChangesNothing(t *testing.T) {
	h := newHeldPackageDesk(t)
	h.typing("3021201").press(enter)
	h.release()
	h.press(enter)
	h.pack().pack()
	require.Len(t, h.screen.view.Draft.Parts, 2, "what was confirmed stays as it stood")
	h.release()
	require.Equal(t, money.Fen(1045_47), h.counter.Last().TotalFen)
	require.Equal(t, 1, h.payments())
}

// newHeldPackageDesk is a held desk whose households are offered a package of water.
func newHeldPackageDesk(t *testing.T) *held {
	t.Helper()
	h := &held{counted: newPackageDesk(t, billing.Package{Name: "水", Items: []string{"水费"}})}
	options := uitest.InPlace()
	options.Go = func(work func()) { h.work = append(h.work, work) }
	h.frame = shell.New(h.window, options)
	h.screen = New(h.frame, h.counter.Counter, Deps{})
	h.frame.Show(h.screen)
	h.release()
	return h
}

func TestOneKeyUnticksAllBills(t *testing.T) {
	d := newPackageDesk(t)
	d.typing("3021201").press(enter)
	d.sees("¥1,045.47")
	none := func() { uitest.Chord(d.window, fyne.KeyModifierControl, fyne.KeyG) }
	none()
	require.Empty(t, d.screen.view.Draft.Parts)
	require.Contains(t, d.screen.frame.KeyCard(), shell.KeyLine{Cap: "Ctrl G", Label: "全不勾、勾该缴的"})
	none()
	d.sees("¥1,045.47")
	require.Zero(t, d.payments(), "the key takes nothing")
}
