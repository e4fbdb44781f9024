package ui_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/assets"
	"shouqi/cashier/ui/approvals"
	"shouqi/cashier/ui/billing"
	"shouqi/cashier/ui/charges"
	"shouqi/cashier/ui/desk"
	"shouqi/cashier/ui/drill"
	"shouqi/cashier/ui/estate"
	"shouqi/cashier/ui/firstrun"
	"shouqi/cashier/ui/history"
	"shouqi/cashier/ui/intake"
	"shouqi/cashier/ui/layout"
	"shouqi/cashier/ui/leases"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/people"
	"shouqi/cashier/ui/readings"
	"shouqi/cashier/ui/receipts"
	"shouqi/cashier/ui/refunds"
	"shouqi/cashier/ui/reports"
	"shouqi/cashier/ui/settings"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/signin"
	"shouqi/cashier/ui/tray"
	"shouqi/cashier/ui/uitest"
)

// No button of these screens is narrower than its words in the smallest window.
func TestEveryButtonHoldsItsWordsInTheLeastWindow(t *testing.T) {
	for _, lang := range []string{assets.English, assets.Chinese} {
		for _, gallery := range [][]shell.Picture{approvals.Gallery(), billing.Gallery(), charges.Gallery(), desk.Gallery(), drill.Gallery(), estate.Gallery(), firstrun.Gallery(),
			history.Gallery(), intake.Gallery(), layout.Gallery(), leases.Gallery(), month.Gallery(), people.Gallery(), readings.Gallery(), receipts.Gallery(),
			refunds.Gallery(), reports.Gallery(), settings.Gallery(), signin.Gallery(), tray.Gallery()} {
			require.Empty(t, uitest.SpilledButtons(uitest.NewWindow(t, nil), lang, gallery), lang)
		}
	}
}
