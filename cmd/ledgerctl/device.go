package main

import (
	"shouqi/assets"
	"shouqi/cashier/paper"
	"shouqi/cashier/printing"
	"shouqi/cashier/spool"
	"shouqi/cashier/words"
	"shouqi/devices"
	"shouqi/devices/escpos"
	"shouqi/devices/open"
	"shouqi/ledger"
	"shouqi/ledger/store"
)

type deviceCommands struct {
	List deviceListCommand `cmd:"" help:"列出这台电脑的打印机接口和队列，照抄就是设置。"`
	Test deviceTestCommand `cmd:"" help:"打一张测试页，说明打印机的状态和问题。"`
}

type deviceListCommand struct{}

// Run lists what a printer may stand behind. It needs no book.
func (deviceListCommand) Run(d *desk) error {
	type device struct {
		Setting string `json:"setting"`
		About   string `json:"about,omitempty"`
	}
	found, err := open.Find(d.ctx)
	all := make([]device, 0, len(found))
	var lines []string
	for _, one := range found {
		all = append(all, device(one))
		lines = append(lines, one.Setting+"\t"+one.About)
	}
	if len(found) == 0 {
		lines = append(lines, "没有找到打印机接口和队列。")
	}
	lines = append(lines, "网络打印机不会列出，请写它的地址：tcp://192.168.1.87:9100?paper=80")
	if failure := d.answer(all, lines...); failure != nil {
		return failure
	}
	if err != nil {
		return store.Fail(codeDeviceSearch, err, err.Error())
	}
	return nil
}

type deviceTestCommand struct {
	Printer string `placeholder:"tcp://HOST:9100|serial:///PORT|cups://QUEUE|file:///PATH" help:"打印机，不写就用账本里设好的。"`
}

// deviceAnswer is how a printer answered, and what became of its test page.
type deviceAnswer struct {
	Printer string         `json:"printer"`
	Status  devices.Reason `json:"status"` // what stands in the way, or why it could not be asked; empty is well
	State   devices.State  `json:"state"`
	Reason  devices.Reason `json:"reason"`
}

// Run asks the printer, prints a page that shows what may be set up wrongly, and says what to do. It changes nothing in
// the book, so nobody signs in. A page that did not come out, or perhaps not, makes the status 1.
func (c *deviceTestCommand) Run(d *desk) error {
	setting, err := c.setting(d)
	if err != nil {
		return err
	}
	printer, profile, err := spool.PrinterFromSetting(setting)
	if err != nil {
		return err
	}
	answer := deviceAnswer{Printer: setting}
	status, err := printer.Status(d.ctx)
	switch {
	case err != nil:
		answer.Status = devices.ReasonOf(err)
	case status.Blocking() != devices.None:
		answer.Status = status.Blocking()
	case status.NearEnd:
		answer.Status = devices.NearEnd
	}
	said, _ := words.Printer(answer.Status, assets.Chinese)
	page, err := testPage(profile, setting, said)
	if err != nil {
		return err
	}
	outcome := printer.Print(d.ctx, page)
	answer.State, answer.Reason = outcome.State, outcome.Reason
	if err := d.answer(answer, answer.lines(said)...); err != nil {
		return err
	}
	wrong, advice := words.Printer(outcome.Reason, assets.Chinese)
	switch outcome.State {
	case devices.Failed:
		return store.Fail(codeDeviceFailed, outcome.Err, wrong, advice)
	case devices.Unknown:
		return store.Fail(codeDeviceUnknown, outcome.Err, wrong, advice)
	}
	return nil
}

// setting is the one on the command line, or the book's.
func (c *deviceTestCommand) setting(d *desk) (setting string, err error) {
	if c.Printer != "" {
		return c.Printer, nil
	}
	err = d.reads(func(_ *ledger.Book, tx *store.Tx) error {
		setting, err = printing.PrinterOf(tx)
		return err
	})
	return setting, err
}

func testPage(profile escpos.Profile, setting, said string) ([]byte, error) {
	encoder, err := escpos.NewEncoder(profile, assets.FontRegular())
	if err != nil {
		return nil, err
	}
	page, err := encoder.Encode(paper.TestPage(profile, setting, said))
	return page.Bytes, err
}

// lines tell a person what happened; what failed is said by the error that follows.
func (a deviceAnswer) lines(said string) []string {
	lines := []string{"打印机 " + a.Printer, "状态：" + said}
	switch a.State {
	case devices.Confirmed:
		lines = append(lines, "测试页已打印，打印机已确认。")
	case devices.Sent:
		lines = append(lines, "测试页已送出，打印机没有确认：请看纸。")
	default:
		return lines
	}
	if _, advice := words.Printer(a.Reason, assets.Chinese); advice != "" {
		lines = append(lines, advice)
	}
	return append(lines, "汉字是乱码就在设置里加 text=drawn；标尺不满一行就改 paper=58 或 paper=80；没有切刀就写 cutter=no。")
}
