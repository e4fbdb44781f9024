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
	File string `arg:"" help:"商户资料（JSON）：channel、appID、mchID、keySerial、keyFile、publicKeyID、publicKeyFile、notifyURL、store；密钥文件的路径照这个文件算。"`
}

// merchantFile is a contract whose keys are in files of their own, named by their paths beside it.
type merchantFile struct {
	ledger.Contract
	KeyFile       string `json:"keyFile"`
	PublicKeyFile string `json:"publicKeyFile"`
}

// merchantMax bounds each file.
const merchantMax = 64 << 10

// Run keeps the contract sealed on this machine.
func (c *keysImportCommand) Run(d *desk) error {
	contract, err := readMerchant(c.File)
	if err != nil {
		return err
	}
	return d.writing(func(book *ledger.Book, by staff.Actor) error {
		approval, err := d.approval(book, by, staff.ConnectChannel)
		if err != nil {
			return err
		}
		if err := book.SetContract(d.ctx, by, approval, contract); err != nil {
			return err
		}
		return d.answer(map[string]string{"channel": string(contract.Channel), "merchant": contract.MchID},
			contract.Channel.Name()+"已接通，商户 "+contract.MchID+"。密钥加密存在这台电脑上，不在备份里；导入用的文件请收好或删掉。")
	})
}

// readMerchant reads a merchant's file and the keys that it names. What is in them never comes into an error.
func readMerchant(path string) (contract ledger.Contract, err error) {
	read := func(path string) []byte {
		info, failed := os.Stat(path)
		if failed != nil || info.Size() > merchantMax {
			err = store.Refuse(payment.CodeKey)
			return nil
		}
		content, failed := os.ReadFile(path)
		if failed != nil {
			err = store.Refuse(payment.CodeKey)
		}
		return content
	}
	var file merchantFile
	if content := read(path); err != nil || json.Unmarshal(content, &file) != nil {
		return contract, store.Refuse(payment.CodeKey)
	}
	beside := func(name string) string {
		if filepath.IsAbs(name) {
			return name
		}
		return filepath.Join(filepath.Dir(path), name)
	}
	file.Key, file.PublicKey = string(read(beside(file.KeyFile))), string(read(beside(file.PublicKeyFile)))
	return file.Contract, err
}

type keysCheckCommand struct{}

// Run tries the keys of every channel that is connected.
func (c *keysCheckCommand) Run(d *desk) error {
	return d.opened(func(book *ledger.Book) error {
		channels := book.Payments.Connected()
		if len(channels) == 0 {
			return store.Refuse(payment.CodeChannel, "任何渠道的")
		}
		var lines []string
		for _, channel := range channels {
			skewMS, err := book.Payments.Check(d.ctx, channel)
			if err != nil {
				return err
			}
			lines = append(lines, fmt.Sprintf("%s：密钥通过，这台电脑的时间和渠道相差 %d 秒", channel.Name(), skewMS/1000))
		}
		return d.answer(channels, lines...)
	})
}
