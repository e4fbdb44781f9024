// Command simulate pretends to be the things around a counter, to try the till, to train people and to test with.
// Each sub-command has a file of its own; this one only wires them. It must never import fyne.io/fyne/v2/app.
package main

import (
	"context"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// commands are the sub-commands; each has a Run(context.Context) error that ends when its context does.
type commands struct {
	Printer  printerCommand     `cmd:"" help:"假打印机：在 TCP 上应答，把收到的小票画成图片。"`
	Scanner  scannerCommand     `cmd:"" help:"假扫码枪：在一个串口上，把标准输入的每一行当作扫到的码。"`
	Display  displayCommand     `cmd:"" help:"假顾客显示屏：在一个串口上，说出上面亮着什么。"`
	Gateway  gatewayCommand     `cmd:"" help:"假微信支付：出码、付款码、退款、账单都像真的一样签名；网页演业主的手机。"`
	Terminal terminalCommand    `cmd:"" help:"假刷卡机：在 TCP 或串口上应答，标准输入的每一行是业主做的事。"`
	Window   windowBenchCommand `cmd:"" name:"window-bench" help:"测速：在真窗口里打开并收若干户，量从按下 Enter 到画出来要多久。"`
	Tour     tourCommand        `cmd:"" help:"导览：用真按键操作真窗口，每一步留一张截图，并把打出来的收据和账本核对。"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	var line commands
	parsed := kong.Parse(&line, kong.Name("simulate"), kong.Description("柜台周围的假设备，用来试用、培训和测试。"),
		kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)))
	parsed.FatalIfErrorf(parsed.Run())
}
