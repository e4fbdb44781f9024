package desk

import (
	"encoding/json"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"
)

func TestTheDeskTellsItsStepAndNamesNobody(t *testing.T) {
	d := newDesk(t)
	told, focus := d.screen.Tell()
	require.Equal(t, "idle", told.Step)
	require.Equal(t, "search", focus)
	d.typing("3021201").press(fyne.KeyReturn)
	d.typing("2000")
	told, focus = d.screen.Tell()
	require.Equal(t, "tendering", told.Step)
	require.Equal(t, "3-2-1201", told.Room)
	require.EqualValues(t, d.screen.view.Quote.DueFen, told.SumFen)
	require.Equal(t, "amount", focus)
	require.Positive(t, told.PressX)
	line, err := json.Marshal(told)
	require.NoError(t, err)
	for _, secret := range []string{"张", "6621", "2000"} {
		require.NotContains(t, string(line), secret)
	}
	d.press(fyne.KeyReturn)
	told, _ = d.screen.Tell()
	require.Equal(t, "taken", told.Step)
}
