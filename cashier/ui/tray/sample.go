package tray

import (
	"shouqi/cashier/collecting"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
)

// sampleMS is when the first of the samples was begun: 2026-11-21 17:02 in China.
const sampleMS = 1795251720000

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	order := func(room string, channel payment.Channel, way payment.Way, fen money.Fen, minutes int64, state payment.Standing, failure string) collecting.Order {
		o := collecting.Order{Room: room, By: "王丽"}
		o.Order = payment.Order{No: "SQ3XKQ7WZC5MBTLO2ENFVRYDAH", Way: way, Fen: fen, MadeMS: sampleMS + minutes*60_000}
		o.Channel, o.State, o.Failure = channel, state, failure
		return o
	}
	back := collecting.Back{Room: "2-1-0305", By: "李慧", Back: payment.Back{No: "SQDM4ZQ2WTXB7KEYHLRVOACFNP", OrderNo: "SQ3XKQ7WZC5MBTLO2ENFVRYDAH", Channel: payment.Alipay, Fen: 205_00,
		State: payment.BackWaiting, MadeMS: sampleMS - 3*60_000}}
	tray := collecting.Tray{Orders: []collecting.Order{
		order("3-2-1201", payment.WeChat, payment.Charged, 2_198_80, 0, payment.Unknown, payment.CodeNoAnswer),
		order("1-1-0602", payment.Alipay, payment.Shown, 300_00, 6, payment.Pending, ""),
		order("12-1-2801", payment.WeChat, payment.Charged, 12_840_00, 8, payment.Pending, ""),
		order("5-3-0101", payment.Alipay, payment.Shown, 86_40, 9, payment.IsPaid, "")}, Backs: []collecting.Back{back}}
	tray.Orders[3].ChannelNo = "2026112122001400000000000017"
	picture := func(name string, shown collecting.Tray, work func(s *Screen)) shell.Picture {
		return shell.Picture{Name: name, Draw: func(frame *shell.Shell) {
			screen := New(frame, nil, Deps{Explain: func(error) string { return frame.Text("error.payment.no_answer") }, Back: func() {}})
			forms.Sample(frame, screen, "shift")
			screen.show(shown)
			work(screen)
		}}
	}
	voided := order("3-2-1201", payment.Terminal, payment.Charged, 2_198_80, 0, payment.IsBack, "")
	voided.ChannelNo, voided.Receipt = "5123000000000000000000000009", "01-2026-004318"
	paid := tray.Orders[3]
	paid.Receipt = "01-2026-004319"
	given := back
	given.State = payment.BackFailed
	return []shell.Picture{picture("tray-keep", collecting.Tray{Backs: []collecting.Back{given}}, func(s *Screen) { s.keepChosen() }), picture("tray", tray, func(*Screen) {}),
		picture("tray-voided", collecting.Tray{Orders: []collecting.Order{voided}}, func(*Screen) {}), picture("tray-none", collecting.Tray{}, func(*Screen) {}),
		picture("tray-asked", tray, func(s *Screen) {
			s.table.SetCursor(1)
			s.said, s.saidTone = s.heading(tray.Orders[1])+s.text("tray.colon")+s.text("tray.say.shown"), widgets.ToneLook
			s.tell()
		}),
		picture("tray-find", tray, func(s *Screen) { s.askNumber() }),
		picture("tray-found", tray, func(s *Screen) {
			went := back
			went.State, went.Fen = payment.BackDone, 40_00
			s.showFound(collecting.Found{Order: paid, Backs: []collecting.Back{went}})
		})}
}
