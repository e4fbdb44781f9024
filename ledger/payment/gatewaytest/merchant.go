package gatewaytest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// MerchantFile is the file of the pretend merchant, as `ledgerctl keys import` reads it.
const MerchantFile = "merchant.json"

// WeChatIn returns the pretend channel of the merchant whose keys lie in a folder, without its bank, to be reached at address. The first time it
// makes the keys; the merchant's file is written anew each time, because it has the address.
func WeChatIn(folder, address string) (*WeChat, error) {
	merchant, err := keyIn(filepath.Join(folder, "merchant.pem"))
	if err != nil {
		return nil, err
	}
	channel, err := keyIn(filepath.Join(folder, "channel.pem"))
	if err != nil {
		return nil, err
	}
	public, err := x509.MarshalPKIXPublicKey(&channel.PublicKey)
	if err != nil {
		return nil, err
	}
	w := &WeChat{AppID: "wx0000000000000000", MchID: "1900000001", MerchantKey: &merchant.PublicKey, KeyID: "PUB_KEY_ID_0119000000012026", Key: channel,
		URL: "https://api.mch.weixin.qq.com"}
	contract, err := json.MarshalIndent(map[string]string{"channel": "wechat", "appID": w.AppID, "mchID": w.MchID, "keySerial": "00000000000000000000000000000000000000A1",
		"keyFile": "merchant.pem", "publicKeyID": w.KeyID, "publicKeyFile": "channel-public.pem", "notifyURL": "https://example.com/notify", "store": "DEMO", "instead": address}, "", "  ")
	if err != nil {
		return nil, err
	}
	return w, errors.Join(
		os.WriteFile(filepath.Join(folder, "channel-public.pem"), pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}), 0o600),
		os.WriteFile(filepath.Join(folder, MerchantFile), contract, 0o600))
}

// keyIn reads a private key, which it makes the first time.
func keyIn(path string) (*rsa.PrivateKey, error) {
	content, err := os.ReadFile(filepath.Clean(path))
	if errors.Is(err, os.ErrNotExist) {
		return makeKey(path)
	}
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return nil, fmt.Errorf("%s 不是密钥文件", filepath.Base(path))
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	private, ok := key.(*rsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("%s 不是 RSA 密钥", filepath.Base(path))
	}
	return private, nil
}

func makeKey(path string) (*rsa.PrivateKey, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	content, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return key, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: content}), 0o600)
}
