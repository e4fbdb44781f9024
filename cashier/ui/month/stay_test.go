package month_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui/month"
)

func TestTheCursorStaysOnWhatWasSaved(t *testing.T) {
	name := func(name string) string { return name }
	items := []string{"水费", "物业费"}
	require.Equal(t, 0, month.Stay(nil, items, 0, name), "shown for the first time")
	require.Equal(t, 1, month.Stay(nil, items, 7, name))
	require.Equal(t, 1, month.Stay(items, []string{"水费", "车位费", "物业费"}, 0, name), "a new one was saved")
	require.Equal(t, 2, month.Stay([]string{"水费", "车位费", "物业费"}, []string{"车位费", "水费", "物业费"}, 2, name))
	require.Equal(t, 0, month.Stay(items, []string{"物业费", "水费"}, 1, name), "the list stands in another order")
	require.Equal(t, 0, month.Stay(items, []string{"水费"}, 1, name), "what it stood on is gone")
	require.Equal(t, 0, month.Stay([]string{}, []string{"水费"}, 0, name))
	require.Equal(t, 0, month.Stay(items, nil, 1, name))
}
