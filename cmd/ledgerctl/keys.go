package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"shouqi/ledger"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

type keysCommands struct {
	Import keysImportCommand `cmd:"" help:"导入商户的密钥，只存在这台电脑上；标准输入：经办人和批准人的密码。"`
	Check  keysCheckCommand  `cmd:"" help:"查一个从没用过的交易单号，试密钥通不通；不动钱。"`
}

type keysImportCommand struct {
	File string `arg:"" help:"商户资料（JSON）：wechat 写 appId、mchId、keySerial、privateKey、publicKeyId、publicKey、notifyUrl、storeId，alipay 写 appId、privateKey、publicKey、sellerId、storeId；privateKey 和 publicKey 是密钥文件，路径照这个文件算。"`
}

// merchantFile names a merchant at each channel, with the files of its keys.
type merchantFile struct {
	Base   string        `json:"base"` // of pretend channels
	WeChat *merchantKeys `json:"wechat"`
	Alipay *merchantKeys `json:"alipay"`
}

type merchantKeys struct {
	AppID       string `json:"appId"`
	MchID       string `json:"mchId"`
	KeySerial   string `json:"keySerial"`
	PrivateKey  string `json:"privateKey"`
	PublicKeyID string `json:"publicKeyId"`
	PublicKey   string `json:"publicKey"`
	NotifyURL   string `json:"notifyUrl"`
	StoreID     string `json:"storeId"`
	SellerID    string `json:"sellerId"`
}

// merchantMax bounds each file.
const merchantMax = 64 << 10

// Run keeps the contracts sealed on this machine.
func (c *keysImportCommand) Run(d *desk) error {
	contracts, err := readMerchants(c.File)
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
		}
		return d.answer(told, append(lines, "密钥加密存在这台电脑上，不在备份里；导入用的文件请收好或删掉。")...)
	})
}

// readMerchants reads a merchant's file and the keys that it names. What is in them never comes into an error.
func readMerchants(path string) (contracts []ledger.Contract, err error) {
	read := func(path string) string {
		info, failed := os.Stat(path)
		if failed != nil || info.Size() > merchantMax {
			err = store.Refuse(payment.CodeKey)
			return ""
		}
		content, failed := os.ReadFile(path)
		if failed != nil {
			err = store.Refuse(payment.CodeKey)
		}
		return string(content)
	}
	beside := func(name string) string {
		if filepath.IsAbs(name) {
			return name
		}
		return filepath.Join(filepath.Dir(path), name)
	}
	var file merchantFile
	if content := read(path); err != nil || json.Unmarshal([]byte(content), &file) != nil {
		return nil, store.Refuse(payment.CodeKey)
	}
	for _, one := range []struct {
		channel payment.Channel
		keys    *merchantKeys
	}{{payment.WeChat, file.WeChat}, {payment.Alipay, file.Alipay}} {
		if m := one.keys; m != nil {
			contracts = append(contracts, ledger.Contract{Channel: one.channel, AppID: m.AppID, MchID: m.MchID, KeySerial: m.KeySerial, PublicKeyID: m.PublicKeyID,
				NotifyURL: m.NotifyURL, StoreID: m.StoreID, SellerID: m.SellerID, Base: file.Base, Key: read(beside(m.PrivateKey)), PublicKey: read(beside(m.PublicKey))})
		}
	}
	return contracts, err
}

type keysCheckCommand struct{}

// Run tries the keys of every channel that is connected.
func (c *keysCheckCommand) Run(d *desk) error {
	return d.opened(func(book *ledger.Book) error {
		if book.ContractsUnread != nil {
			return book.ContractsUnread
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
