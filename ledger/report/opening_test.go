package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/report"
	"shouqi/ledger/till"
)

// opening returns the line of a day's check page that compares its first shift's float.
func (c *counter) opening() report.Check {
	c.Helper()
	for _, check := range c.day("2026-11-21").Checks {
		if strings.Contains(check.Name, "上一班留下") {
			return check
		}
	}
	require.Fail(c, "no line compares the float")
	return report.Check{}
}

func TestTheOpeningFloatIsGuardedOnTheCheckPage(t *testing.T) {
	for _, opened := range []struct {
		fen, differs money.Fen
		result       string
	}{
		{500_00, 0, "✓"},
		{495_00, -5_00, "已记长短款，未超限额"},
		{0, -500_00, "已记长短款，批准人 李主管"},
	} {
		c := newCounter(t)
		c.open(500_00)
		require.Equal(t, "本柜台第一班，没有上一班", c.day("2026-11-20").Checks[len(till.TenderTypes)+4].Result())
		c.close(500_00)
		c.Clock = c.Clock.Add(24 * time.Hour)
		c.openOver(opened.fen, till.Reason{Code: "unknown"})
		check := c.opening()
		require.Equal(t, opened.differs, check.DifferenceFen())
		require.Equal(t, opened.fen, check.AFen)
		require.Equal(t, opened.result, check.Result())
		require.True(t, c.day("2026-11-21").Tied())
	}
}
