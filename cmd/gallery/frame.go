package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// framePictures show the frame and the widgets with sample words; the screens have their own.
func framePictures() []shell.Picture {
	return []shell.Picture{
		{Name: "frame-desk", Draw: func(frame *shell.Shell) { showSample(frame) }},
		{Name: "frame-keys", Draw: func(frame *shell.Shell) {
			showSample(frame)
			frame.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF1})
		}},
		{Name: "frame-confirm", Draw: func(frame *shell.Shell) {
			showSample(frame)
			widgets.ShowConfirm(frame.Canvas(), "这户十分钟前刚交过费",
				"3-2-1201 在 10:14 由 02 号柜台收过 840.47 元。再收一次会多收，多的钱转为预存款。", "仍然收款", "不收了", func(bool) {})
		}},
		{Name: "frame-form", Draw: drawForm},
		{Name: "frame-form-keys", Draw: func(frame *shell.Shell) {
			drawForm(frame)
			frame.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF1})
		}},
		{Name: "frame-choice", Draw: func(frame *shell.Shell) {
			showSample(frame)
			widgets.ShowChoice(frame.Canvas(), "作废原因", "收据保留编号，金额退回。",
				[]string{"收错金额", "收错房号", "业主改用扫码", "收据打坏"}, "不作废", func(int) {})
		}},
		{Name: "frame-toast", Draw: func(frame *shell.Shell) {
			showSample(frame)
			frame.Toast("已收 3-2-1201 共 2,198.80 元，收据 01-2026-004320", widgets.ToneGood)
		}},
		{Name: "frame-toast-long", Draw: func(frame *shell.Shell) {
			showSample(frame)
			frame.Toast(frame.Text("desk.collect.by_hand"), widgets.ToneOwed)
		}},
		{Name: "frame-warned", Draw: func(frame *shell.Shell) {
			showSample(frame)
			status := sampleStatus
			status.Warning, status.Pretend, status.Unsettled = frame.Text("ui.skew.slow", 118), frame.Text("ui.pretend"), frame.Text("ui.unsettled", 12)+" Ctrl U"
			frame.SetStatus(status)
		}},
		{Name: "frame-others", Draw: func(frame *shell.Shell) {
			showSample(frame)
			status := sampleStatus
			status.Others, status.OthersTone = frame.Text("ui.others", "10:32"), widgets.ToneGood
			frame.SetStatus(status)
		}},
		{Name: "frame-others-conflicts", Draw: func(frame *shell.Shell) {
			showSample(frame)
			status := sampleStatus
			status.Others, status.OthersTone = frame.Text("ui.others", "11-19 10:32"), widgets.ToneLook
			status.Conflicts = frame.Text("ui.others.conflicts", 3, "Ctrl J")
			frame.SetStatus(status)
		}},
		{Name: "frame-ended", Draw: func(frame *shell.Shell) {
			showSample(frame)
			status := sampleStatus
			status.Ended = frame.Text("ui.ended")
			status.Others, status.OthersTone = frame.Text("ui.others", "10:32"), widgets.ToneGood
			frame.SetStatus(status)
		}},
		shell.PictureOf("frame-widgets", widgetSheet),
	}
}

func drawForm(frame *shell.Shell) {
	showSample(frame)
	name := widgets.NewKeyEntry("", nil)
	pin := widgets.NewPINEntry("PIN", nil)
	body := widgets.VStack(10,
		look.Text("补录原因", look.SmallSize(), look.Ink2()), name,
		look.Text("批准人 李敏", look.SmallSize(), look.Ink2()), pin)
	dialog := widgets.ShowDialog(frame.Canvas(), widgets.DialogOptions{
		Title: "补录一笔收款", Message: "补录的钱算到今天的班次，违约金算到实际收款日。", Body: body,
		Inputs: []fyne.Focusable{name, pin}, Yes: "补录", No: "返回", Accept: func() string { return "" },
	})
	name.SetText("系统停电，手写收据")
	for _, digit := range "4821" {
		pin.TypedRune(digit)
	}
	dialog.Refuse("PIN 不对，还可以试 2 次。钱还没有入账。")
}

// widgetSheet shows the widgets that the sample screen does not.
func widgetSheet() fyne.CanvasObject {
	chips := widgets.HStack(6)
	for index, words := range []string{"现金", "扫码", "刷卡", "预存款"} {
		chip := widgets.NewButton(widgets.ChipButton, words, "F"+string(rune('6'+index)), nil)
		chip.SetChosen(index == 0)
		chips.Add(chip)
	}
	disabled := widgets.NewButton(widgets.PrimaryButton, "不能收款", "Enter", nil)
	disabled.Disable()
	progress := widgets.NewProgress("读取 2026 年 10 月台账")
	progress.Set(317, 1204)
	count := widgets.NewCountEntry("￥100", 5, nil)
	count.SetText("23")
	left := widgets.VStack(12,
		look.BoldText("王㙓 𠮷田 龑 䶮 㸃", look.RoomSize(), look.Ink()),
		look.BoldText("𠮷田 龑 张建国", look.RoomSize(), look.Ink()),
		look.Text("王㙓 𠮷田 龑 䶮 㸃 98.30 m² 41 m³ × → ✓", look.BodySize(), look.Ink()),
		chips, count, widgets.NewKeyEntry("姓名首字母", nil),
		widgets.NewButton(widgets.PlainButton, "再数一遍", "Esc", nil),
		widgets.NewButton(widgets.DangerButton, "作废这张票", "Enter", nil), disabled, progress)
	tags := widgets.HStack(6, widgets.Tag("已打", widgets.ToneGood), widgets.Tag("不明", widgets.ToneLook),
		widgets.Tag("作废", widgets.ToneOwed), widgets.Tag("补打", widgets.ToneCalm))
	empty := widgets.EmptyState("还没有房屋", "先导入房产台账：按 Ctrl 6 打开导入，选择物业原来的表格。",
		widgets.NewButton(widgets.PrimaryButton, "去导入", "Enter", nil))
	right := widgets.VStack(12, container.NewHBox(tags, layout.NewSpacer()),
		widgets.Notice("打印机没有纸了。钱已经入账，装好纸后按 F3 补打。", widgets.ToneOwed, look.Scaled(440)),
		widgets.NewField("留作下一班备用金", "￥500.00").Strong(look.Ink()).Ruled(),
		widgets.NewField("扫码未决", "0 笔").Toned(look.Jade()).Ruled(),
		widgets.Amount("￥2,198.80", look.OwnerTotalSize(), look.Ink()),
		widgets.Sized(0, look.Scaled(220), widgets.BareCard(empty)))
	return widgets.Frame(nil, 0, widgets.Card(widgets.Scroll(left)), widgets.TitledCard("本班", nil, widgets.Scroll(right)), 640)
}
