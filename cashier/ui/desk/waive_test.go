package desk

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/uitest"
)

// A late fee that was left as a bill of its own is waived by the same key as one that grows.
func TestALateFeeThatIsABillIsWaivedByTheSameKey(t *testing.T) {
	d := newOverdueDesk(t)
	d.typing("3021201").press(enter, fyne.KeyF4)
	for range "286.04" {
		d.press(fyne.KeyBackspace)
	}
	d.typing("280.16").press(enter)
	d.sees("这次不收，另出账单")
	d.press(enter)
	require.Zero(t, d.counter.Household("3021201").LateFen)
	owed := d.counter.Household("3021201").OwedFen

	d.typing("3021201").press(enter, fyne.KeyF11).typing("7")
	d.sees("5.88")
	d.press(enter).typing("4").press(enter).typing("200").press(enter).typing(uitest.SupervisorPIN).press(enter)
	require.Equal(t, owed-5_88, d.counter.Household("3021201").OwedFen)
}
