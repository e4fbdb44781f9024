package main

import (
	"errors"
	"fmt"

	"shouqi/assets"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

type keysCommands struct {
	Import   keysImportCommand   `cmd:"" help:"导入商户的密钥，只存在这台电脑上；标准输入：经办人和批准人的密码。"`
	Check    keysCheckCommand    `cmd:"" help:"查一个从没用过的交易单号，试密钥通不通；不动钱。"`
	Recovery keysRecoveryCommand `cmd:"" help:"换恢复密钥，原来的马上作废；标准输入：经办人和批准人的密码。没有别人能批准时不写 --approver，凭 --passphrase-file 的账本口令，或这台电脑记住的密钥。"`
}

type keysImportCommand struct {
	File string `arg:"" help:"商户资料（JSON）：wechat 写 appId、mchId、keySerial、privateKey、publicKeyId、publicKey、notifyUrl、storeId，alipay 写 appId、privateKey、publicKey、sellerId、storeId；privateKey 和 publicKey 是密钥文件，路径照这个文件算；terminal 是刷卡机，写 appId、address（tcp://主机:端口 或 serial://端口）、absentCode（刷卡机说没有这个交易单号时的应答码，厂家给的，或从 keys check 的话里看到）。"`
}

// Run keeps the contracts sealed on this machine.
func (c *keysImportCommand) Run(d *desk) error {
	contracts, err := ledger.ReadContracts(c.File)
	if err != nil {
		return err
	}
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		approval, err := d.approval(book, by, staff.ConnectChannel)
		if err != nil {
			return err
		}
		if err := book.SetContracts(d.ctx, by, approval, contracts); err != nil {
			return err
		}
		told := make(map[string]string)
		var lines []string
		for _, contract := range contracts {
			told[string(contract.Channel)] = contract.Merchant()
			lines = append(lines, contract.Channel.Name()+"已接通，商户 "+contract.Merchant())
			if !contract.Channel.HasCodes() {
				line := absentLine(contract, book.Payments.Check(d.ctx, contract.Channel))
				told["absentCode"], lines = line, append(lines, line)
			}
		}
		return d.answer(told, append(lines, "密钥加密存在这台电脑上，不在备份里；导入用的文件请收好或删掉。")...)
	})
}

// absentLine says whether a card terminal answers as its contract says when it is asked about an order that there is not: only by that code do
// orders end that it never had. A terminal that is not there is no reason to refuse its contract.
func absentLine(contract ledger.Contract, err error) string {
	var refusal *store.Error
	switch code := store.Code(err); {
	case err == nil:
		return "问了刷卡机一个没有的交易单号：应答码和填的 absentCode（" + contract.AbsentCode + "）一样"
	case code == payment.CodeRefused && errors.As(err, &refusal):
		return fmt.Sprintf("填的 absentCode 不对：问刷卡机一个没有的交易单号，它答的是 %v，填的是 %s。没送到刷卡机的一笔不会自动撤销，请改好再导入一次", refusal.Args[0], contract.AbsentCode)
	case code == payment.CodeNoAnswer:
		return "连不上刷卡机，absentCode 没有试过：刷卡机接好以后用 keys check 试"
	}
	return "absentCode 没有试成：" + words.Explain(err, assets.Chinese)
}

type keysCheckCommand struct{}

// Run tries the keys of every channel that is connected.
func (c *keysCheckCommand) Run(d *desk) error {
	return d.opened(func(book *ledger.Book) error {
		if _, err := book.Merchants(); err != nil {
			return err
		}
		channels := book.Payments.Connected()
		if len(channels) == 0 {
			return store.Refuse(payment.CodeChannel, "任何渠道的")
		}
		var lines []string
		for _, channel := range channels {
			if err := book.Payments.Check(d.ctx, channel); err != nil {
				return err
			}
			if !channel.HasCodes() { // a card terminal has no keys, and its clock is its own
				lines = append(lines, channel.Name()+"：接上了，认得查询")
				continue
			}
			skewMS, warn := book.Payments.SkewMS()
			line := fmt.Sprintf("%s：密钥通过，这台电脑的时间和渠道相差 %d 秒", channel.Name(), skewMS/1000)
			if warn {
				line += "，请校准：相差 4 分钟就不能收电子款"
			}
			lines = append(lines, line)
		}
		return d.answer(channels, lines...)
	})
}
