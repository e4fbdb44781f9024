package main

import (
	"bytes"
	"crypto/rsa"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"shouqi/ledger/payment/gatewaytest"
)

// The files of a pretend gateway's folder.
const (
	bankFile     = "bank.json"
	merchantFile = "merchant.json"
	keysFolder   = "keys"
)

// keeper keeps a bank in a folder.
type keeper struct {
	folder   string
	bank     *gatewaytest.Bank
	identity *gatewaytest.Identity

	mu   sync.Mutex
	last []byte // what the file holds
}

// openKeeper brings back what a folder holds, or begins it with new keys. base is the address at which the gateway answers.
func openKeeper(folder string, bank *gatewaytest.Bank, base string) (*keeper, error) {
	if err := os.MkdirAll(filepath.Join(folder, keysFolder), 0o700); err != nil {
		return nil, fmt.Errorf("simulate: folder of the gateway: %w", err)
	}
	k, err := keepBank(folder, bank)
	if err != nil {
		return nil, err
	}
	if k.identity, err = k.readKeys(); err != nil {
		return nil, err
	}
	return k, errors.Join(k.keep(), k.identity.WriteMerchant(folder, base))
}

// keepBank brings a bank back that a folder holds, or leaves it as it is where the folder holds none.
func keepBank(folder string, bank *gatewaytest.Bank) (*keeper, error) {
	k := &keeper{folder: folder, bank: bank}
	text, err := os.ReadFile(filepath.Join(folder, bankFile))
	switch {
	case err == nil:
		err = bank.Restore(text)
		k.last = text
	case errors.Is(err, fs.ErrNotExist):
		err = nil
	}
	if err != nil {
		return nil, fmt.Errorf("simulate: read %s: %w", bankFile, err)
	}
	return k, nil
}

// keep writes the bank to its file, if that holds anything else.
func (k *keeper) keep() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	text, err := k.bank.State()
	if err != nil || bytes.Equal(text, k.last) {
		return err
	}
	if err = replaceFile(filepath.Join(k.folder, bankFile), text); err == nil {
		k.last = text
	}
	return err
}

// replaceFile puts a file in the place of another, as a whole or not at all.
func replaceFile(path string, text []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return fmt.Errorf("simulate: write %s: %w", filepath.Base(path), err)
	}
	_, err = file.Write(text)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("simulate: write %s: %w", filepath.Base(path), errors.Join(err, os.Remove(file.Name())))
	}
	return nil
}

// keyFiles names the files of the keys that outlive a restart: the merchant's own, and the channels'.
func keyFiles(id *gatewaytest.Identity) map[string]**rsa.PrivateKey {
	return map[string]**rsa.PrivateKey{"wechat-merchant.pem": &id.WeChatOwn, "channel-wechat.pem": &id.WeChat, "alipay-merchant.pem": &id.AlipayOwn, "channel-alipay.pem": &id.Alipay}
}

// readKeys reads the keys of the folder, and makes them where it has none.
func (k *keeper) readKeys() (*gatewaytest.Identity, error) {
	id, err := gatewaytest.NewIdentity()
	if err != nil {
		return nil, err
	}
	for name, key := range keyFiles(id) {
		path := filepath.Join(k.folder, keysFolder, name)
		text, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			var private string
			if private, err = gatewaytest.PrivatePEM(*key); err == nil {
				err = replaceFile(path, []byte(private))
			}
		} else if err == nil {
			*key, err = gatewaytest.ReadPEM(text)
		}
		if err != nil {
			return nil, fmt.Errorf("simulate: key %s: %w", name, err)
		}
	}
	return id, nil
}
