package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// sampleScreen is a desk of words, to judge the frame and the widgets by.
type sampleScreen struct {
	frame *shell.Shell
	cash  *widgets.DigitEntry
}

// sampleStatus is what the bar of the samples says.
var sampleStatus = shell.Status{
	Project: "阳光花园", Counter: "01 号柜台", Shift: "早班 08:02 起", Cashier: "王丽",
	Printer: "打印机 就绪", PrinterTone: widgets.ToneGood, Clock: "2026-11-21 星期六 10:24",
}

// showSample puts the sample into frame with a full rail and status bar.
func showSample(frame *shell.Shell) {
	screen := &sampleScreen{frame: frame}
	frame.SetStatus(sampleStatus)
	frame.SetItems(shell.PictureRail("desk", screen))
	frame.SetGlobalKeys([]shell.Key{{Name: fyne.KeyL, Modifier: fyne.KeyModifierControl, Label: "锁屏", Do: func() {}}})
	frame.Show(screen)
}

// Title implements shell.Screen.
func (s *sampleScreen) Title() string { return "收银" }

// Keys implements shell.Screen.
func (s *sampleScreen) Keys() []shell.Key {
	nothing := func() {}
	return []shell.Key{
		{Name: fyne.KeySpace, Label: "勾选", Do: nothing}, {Name: fyne.KeyF4, Label: "部分缴", Do: nothing},
		{Name: fyne.KeyF5, Label: "减免", Do: nothing}, {Name: fyne.KeyF6, Label: "预存款", Do: nothing},
		{Name: fyne.KeyF7, Label: "扫码", Do: nothing}, {Name: fyne.KeyF8, Label: "刷卡转账", Do: nothing},
		{Name: fyne.KeyF9, Label: "现金", Do: nothing}, {Name: fyne.KeyReturn, Label: "收款并打印", Do: nothing, Quiet: true},
		{Name: fyne.KeyEscape, Label: "返回", Do: nothing},
	}
}

// Shown implements shell.Screen.
func (s *sampleScreen) Shown() { s.frame.Focus(s.cash) }

// Hidden implements shell.Screen.
func (s *sampleScreen) Hidden() {}

// Content implements shell.Screen.
func (s *sampleScreen) Content() fyne.CanvasObject {
	search, object := widgets.NewSearchEntry("房号 · 姓名首字母 · 手机后四位 · 车牌 · 扫账单", nil)
	search.SetText("3021201")
	middle := widgets.Edges(widgets.Inset(0, 0, look.Gap(), 0, object), nil, s.bills())
	return widgets.Frame(s.household(), 262, middle, s.money(), 336)
}

func (s *sampleScreen) household() fyne.CanvasObject {
	name := widgets.HStack(6, look.Text("张建国", look.LeadSize(), look.Ink()),
		container.NewCenter(look.Text("业主 · 自住", look.SmallSize(), look.Ink2())))
	who := widgets.VStack(0,
		look.BoldText("3-2-1201", look.RoomSize(), look.Ink()), widgets.Inset(0, 0, 8, 0, name),
		widgets.NewField("面积", "98.30 m²"), widgets.NewField("电话", "138****6621"),
		widgets.NewField("车位", "B1-047 京A·3K51"),
		widgets.Inset(8, 0, 8, 0, widgets.Rule()),
		widgets.NewField("预存款", "￥500.00").Strong(look.Jade()), widgets.NewField("押金", "￥2,000.00").Strong(look.Ink()),
		widgets.NewField("上次缴费", "2026-07-03 现金"))
	width := widgets.SideInner(262) - 8
	recent := widgets.VStack(6, look.Text("留意", look.SmallSize(), look.Ink2()),
		widgets.Notice("10 月用水 41 m³，是平常的 3.2 倍，可能漏水", widgets.ToneLook, width),
		widgets.Inset(8, 0, 0, 0, look.Text("最近", look.SmallSize(), look.Ink2())),
		widgets.NewField("07-03 物业费 4–6 月", "840.47"), widgets.NewField("07-03 停车 7 月", "300.00"))
	return widgets.Edges(widgets.Inset(0, 0, look.Gap(), 0, widgets.Card(who)), nil, widgets.Card(widgets.Scroll(recent)))
}

// sampleRow is one row of the bill table.
type sampleRow struct {
	group, isSub      bool
	tick              widgets.Tick
	item, period, why string
	amount            string
}

var sampleRows = []sampleRow{
	{group: true, item: "物业费", amount: "1,693.80"},
	{tick: widgets.Ticked, item: "物业费", period: "2026-07 至 09", why: "98.30 × 2.85 × 3 月", amount: "840.47"},
	{isSub: true, item: "违约金", period: "逾期 51 天", why: "万分之三 × 51 天", amount: "12.86"},
	{tick: widgets.Ticked, item: "物业费", period: "2026-10 至 12", why: "98.30 × 2.85 × 3 月", amount: "840.47"},
	{group: true, item: "代收代付水费", amount: "205.00"},
	{tick: widgets.Ticked, item: "水费", period: "2026-10", why: "326 → 367，41 m³ × 5.00", amount: "205.00"},
	{group: true, item: "停车", amount: "600.00"},
	{tick: widgets.Ticked, item: "地下月租 B1-047", period: "2026-11", why: "每月 300", amount: "300.00"},
	{tick: widgets.Unticked, item: "地下月租 B1-047", period: "2026-12", why: "每月 300 · 未到截止日", amount: "300.00"},
}

func sampleCell(index, column int) widgets.Cell {
	row := sampleRows[index]
	switch column {
	case 0:
		return widgets.Cell{Text: row.item, Tick: row.tick, Indent: row.isSub}
	case 1:
		return widgets.Cell{Text: row.period, Ink: look.Ink2()}
	case 2:
		return widgets.Cell{Text: row.why, Ink: look.Ink2(), Small: true}
	}
	cell := widgets.Cell{Text: row.amount, Bold: !row.group}
	if row.tick == widgets.Unticked {
		cell.Ink = look.Ink2()
	}
	return cell
}

func (s *sampleScreen) bills() fyne.CanvasObject {
	table := widgets.NewDataTable([]widgets.Column{
		{Title: "项目"}, {Title: "费用期间", Width: 110, Yields: 1}, {Title: "计算过程", Width: 165, Yields: 2},
		{Title: "金额", Width: 72, Align: fyne.TextAlignTrailing},
	}, func() int { return len(sampleRows) }, sampleCell)
	table.HideHeader = true
	table.Style = func(row int) widgets.RowStyle { return widgets.RowStyle{Group: sampleRows[row].group} }
	table.SetCursor(1)
	title := widgets.HStack(8, look.BoldText("待缴 6 行", look.LeadSize(), look.Ink()),
		container.NewCenter(look.Text("最早 2026-07", look.SmallSize(), look.Ink2())))
	sum := widgets.HStack(8, container.NewCenter(look.Text("合计", look.BodySize(), look.Ink2())),
		widgets.Amount("￥2,498.80", look.HeadingSize()+1, look.Vermilion()))
	head := widgets.Inset(6, 14, 6, 14, widgets.Sides(title, sum))
	return widgets.BareCard(widgets.Edges(head, nil, table))
}

func (s *sampleScreen) money() fyne.CanvasObject {
	chips := widgets.HStack(6)
	for index, words := range []string{"现金", "扫码", "刷卡", "预存款"} {
		chip := widgets.NewButton(widgets.ChipButton, words, []string{"F9", "F7", "F8", "F6"}[index], nil)
		chip.SetChosen(index == 0)
		chips.Add(chip)
	}
	credit := widgets.NewMoneyEntry("预存款抵扣", nil)
	credit.SetText("500.00")
	s.cash = widgets.NewMoneyEntry("收到现金", nil)
	s.cash.SetText("1,800.00")
	change := widgets.VStack(-4, look.Text("找零", look.BodySize(), look.Jade()),
		container.NewHBox(widgets.Amount("￥101.20", look.ChangeSize(), look.Jade())),
		look.Text("100 一张，1 元一枚，1 角两枚", look.SmallSize(), look.Ink2()))
	panel := container.NewStack(widgets.Ground(look.JadeTint(), look.Corner()), widgets.Inset(10, 14, 12, 14, change))
	top := widgets.VStack(8, widgets.VStack(-6, look.Text("应收 5 行", look.BodySize(), look.Ink2()),
		container.NewHBox(widgets.Amount("￥2,198.80", look.TotalSize(), look.Ink()))),
		chips, credit, s.cash, widgets.Inset(8, 0, 0, 0, panel))
	bottom := widgets.VStack(0, widgets.NewField("交款人", "张建国"), widgets.NewField("打印", "80 mm 小票"),
		widgets.Inset(8, 0, 0, 0, widgets.NewButton(widgets.PrimaryButton, "收款并打印", "Enter", nil)))
	return widgets.Card(widgets.Edges(nil, bottom, widgets.Scroll(top)))
}
