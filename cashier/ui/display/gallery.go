package display

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"shouqi/assets"
	"shouqi/cashier/facing"
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/money"
)

// sampleReceipt is as long as the code of a receipt.
const sampleReceipt = "SHOUQI1 01-2026-004320 CNY 2198.80 2026-11-21 10:24:00 01 DVNAOCTT " +
	"KKXG7OXXJUUKZT6GZB54WAAW3E2UATC4PL5SIJTKUIFI7WSLTTSKLNVVG3WAEAWOMZUBTYVTMIGFUYZBCDFLKLBTN2KMC26JTJJQEDQ"

// Gallery returns the states of the owner's screen for the pictures.
func Gallery() []shell.Picture {
	due := facing.View{State: facing.Due, Place: "阳光花园", Room: "3-2-1201", Name: "张*国", PayFen: 2198_80, Lines: []facing.Line{
		{Item: "物业费", Period: "2026-07 至 12", Fen: 1680_94}, {Item: "水费", Period: "2026-10", Fen: 205_00},
		{Item: "地下月租", Period: "2026-11", Fen: 300_00}, {Item: "display.late", Fen: 12_86}}}
	with := func(change func(v *facing.View)) facing.View {
		view := due
		change(&view)
		return view
	}
	picture := func(name string, contrast bool, view facing.View) shell.Picture {
		return shell.PictureOf(name, func() fyne.CanvasObject {
			screen := New(assets.Chinese, contrast)
			switch {
			case strings.HasSuffix(name, "pretend"):
				screen.SetMark(Pretend)
			case strings.HasSuffix(name, "training"):
				screen.SetMark(Training)
			}
			screen.now = func() time.Time { return time.UnixMilli(0) }
			screen.Show(view)
			return screen.Content()
		})
	}
	scan := with(func(v *facing.View) {
		v.State, v.Channel, v.Code, v.EndMS = facing.ScanMe, "微信", "weixin://wxpay/bizpayurl?pr=7K3M2Q4NZD5", 102_000
	})
	cash := with(func(v *facing.View) { v.HandedFen, v.ChangeFen = 2300_00, 101_20 })
	return []shell.Picture{
		picture("owner-idle", false, facing.View{Place: "阳光花园"}),
		picture("owner-due", false, due),
		picture("owner-many", false, with(func(v *facing.View) {
			for i := range 8 {
				v.Lines = append(v.Lines, facing.Line{Item: "公共水电分摊", Period: "2026-10", Fen: money.Fen(i * 100)})
			}
			v.Lines = append(v.Lines, facing.Line{Item: "display.credit", Fen: -500_00})
		})),
		picture("owner-cash", false, cash),
		picture("owner-short", false, with(func(v *facing.View) { v.HandedFen, v.MissingFen = 2000_00, 198_80 })),
		picture("owner-scan", false, scan),
		picture("owner-scan-contrast", true, scan),
		picture("owner-scan-pretend", false, scan),
		picture("owner-due-training", false, due),
		picture("owner-phone", false, with(func(v *facing.View) { v.State = facing.ShowPhone })),
		picture("owner-password", false, with(func(v *facing.View) { v.State, v.Channel = facing.Confirm, "支付宝" })),
		picture("owner-card", false, with(func(v *facing.View) { v.State, v.Channel = facing.AtTerminal, "刷卡机" })),
		picture("owner-prepare", false, with(func(v *facing.View) { v.State = facing.Prepare })),
		picture("owner-cancel", false, with(func(v *facing.View) { v.State, v.Lines = facing.Cancel, nil })),
		picture("owner-wait", false, with(func(v *facing.View) { v.State = facing.Wait })),
		picture("owner-paid", false, with(func(v *facing.View) { v.State, v.HandedFen, v.ChangeFen = facing.Paid, 2300_00, 101_20 })),
		picture("owner-receipt", false, with(func(v *facing.View) {
			v.State, v.HandedFen, v.ChangeFen, v.Receipts = facing.Paid, 2300_00, 101_20, []string{sampleReceipt}
		})),
		picture("owner-receipts-contrast", true, with(func(v *facing.View) {
			v.State, v.Receipts = facing.Paid, []string{sampleReceipt, sampleReceipt, sampleReceipt}
		})),
		picture("owner-paid-contrast", true, with(func(v *facing.View) { v.State = facing.Paid })),
	}
}
