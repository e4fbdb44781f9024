package ledger

import (
	"encoding/json"
	"path/filepath"

	"shouqi/ledger/payment"
	"shouqi/ledger/store"
)

// contractFile is what a company writes down of its merchants: who they are at each channel, with the files of their keys. Base is the
// address of pretend channels.
type contractFile struct {
	Base     string         `json:"base"`
	WeChat   *contractEntry `json:"wechat"`
	Alipay   *contractEntry `json:"alipay"`
	Terminal *contractEntry `json:"terminal"`
}

type contractEntry struct {
	AppID       string `json:"appId"`
	MchID       string `json:"mchId"`
	KeySerial   string `json:"keySerial"`
	PrivateKey  string `json:"privateKey"`
	PublicKeyID string `json:"publicKeyId"`
	PublicKey   string `json:"publicKey"`
	NotifyURL   string `json:"notifyUrl"`
	StoreID     string `json:"storeId"`
	SellerID    string `json:"sellerId"`
	Address     string `json:"address"`
	AbsentCode  string `json:"absentCode"`
}

// contractFileMax bounds each file that is read for a contract.
const contractFileMax = 64 << 10

// ReadContracts reads a merchant's file and the keys that it names, whose paths count from its folder; SetContracts keeps what it returns.
// What is in the files never comes into an error. Errors: payment.key for any of them that cannot be read, and for a
// file that names no merchant.
func ReadContracts(path string) (contracts []Contract, err error) {
	content, err := readContractFile(path)
	if err != nil {
		return nil, err
	}
	var file contractFile
	if json.Unmarshal([]byte(content), &file) != nil {
		return nil, store.Refuse(payment.CodeKey)
	}
	for _, one := range []struct {
		channel payment.Channel
		entry   *contractEntry
	}{{payment.WeChat, file.WeChat}, {payment.Alipay, file.Alipay}, {payment.Terminal, file.Terminal}} {
		if one.entry == nil {
			continue
		}
		contract, err := one.entry.contract(one.channel, file.Base, filepath.Dir(path))
		if err != nil {
			return nil, err
		}
		contracts = append(contracts, contract)
	}
	if len(contracts) == 0 {
		return nil, store.Refuse(payment.CodeKey)
	}
	return contracts, nil
}

// contract reads the keys that an entry names; a card terminal has none.
func (e contractEntry) contract(channel payment.Channel, base, folder string) (c Contract, err error) {
	c = Contract{Channel: channel, AppID: e.AppID, MchID: e.MchID, KeySerial: e.KeySerial, PublicKeyID: e.PublicKeyID, NotifyURL: e.NotifyURL,
		StoreID: e.StoreID, SellerID: e.SellerID, Address: e.Address, AbsentCode: e.AbsentCode, Base: base}
	if channel == payment.Terminal {
		return c, nil
	}
	beside := func(name string) string {
		if filepath.IsAbs(name) {
			return name
		}
		return filepath.Join(folder, name)
	}
	if c.Key, err = readContractFile(beside(e.PrivateKey)); err == nil {
		c.PublicKey, err = readContractFile(beside(e.PublicKey))
	}
	return c, err
}

func readContractFile(path string) (string, error) {
	content, err := store.ReadSmall(path, contractFileMax)
	if err != nil {
		return "", store.Refuse(payment.CodeKey)
	}
	return string(content), nil
}
