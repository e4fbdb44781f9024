package desk

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/till"
)

// The number that is typed right after F8 lands whole, whatever digit it begins with; an Enter too many chooses no way to pay.
func TestTheNumberTypedRightAfterF8IsWhole(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter)
	uitest.Rush(time.Millisecond, func() { d.press(fyne.KeyF8).typing("2884100") })
	d.press(enter, enter)
	d.sees("请按 1 到 5 选支付方式")
	require.Equal(t, till.Cash, d.screen.view.Draft.Rest)
	d.typing("2")
	d.sees("2884100", "转账")
	d.press(fyne.KeyF8, enter, enter) // the way that was chosen stays where Enter goes on
	require.Equal(t, till.Transfer, d.screen.view.Draft.Rest)
	d.press(enter)
	require.Equal(t, []till.Tender{{Kind: till.Transfer, Fen: 300_00, Reference: "2884100"}}, d.counter.Last().Tenders)
}

// Space ticks a bill where the number of a slip has the keyboard too, and takes nothing off the number.
func TestSpaceTicksABillAndLeavesTheNumberOfTheSlip(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter, fyne.KeyF8).typing("V7").press(enter).typing("2")
	ticked := len(d.screen.view.Draft.Parts)
	d.press(fyne.KeySpace)
	require.Equal(t, "V7", d.screen.view.Draft.Reference)
	require.Equal(t, ticked-1, len(d.screen.view.Draft.Parts))
	d.press(fyne.KeySpace)
	require.Equal(t, "V7", d.screen.view.Draft.Reference)
	require.Equal(t, ticked, len(d.screen.view.Draft.Parts))
}

// The sum that is typed right after F7 lands whole too, whatever digit it begins with; cash, which has no number, is chosen past it.
func TestTheSumTypedRightAfterF7IsWhole(t *testing.T) {
	d := newDesk(t)
	d.typing("1010602").press(enter)
	uitest.Rush(time.Millisecond, func() { d.press(fyne.KeyF7).typing("120") })
	d.press(enter, enter, enter)
	d.sees("请按 1 到 5 选支付方式")
	require.Empty(t, d.screen.view.Draft.Given)
	d.typing("1")
	d.sees("还没有输入")
	d.typing("004512").press(enter).typing("1")
	require.Equal(t, []till.Tender{{Kind: till.Card, Fen: 120_00, Reference: "004512"}}, d.screen.view.Draft.Given)
	d.press(fyne.KeyF8).typing("V7").press(enter).typing("2").press(fyne.KeyF7).typing("50").press(enter, enter).typing("1")
	require.Equal(t, till.Tender{Kind: till.Cash, Fen: 50_00}, d.screen.view.Draft.Given[1])
}
