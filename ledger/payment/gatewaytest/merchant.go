package gatewaytest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// WriteMerchant writes the merchant's file that a counter imports, FOLDER/merchant.json, with the keys that it names; base is the address at
// which the pretend channels answer, "" for a merchant of the real ones.
func (id *Identity) WriteMerchant(folder, base string) error {
	merchant := map[string]any{"base": base,
		"wechat": map[string]string{"appId": id.WeChatApp, "mchId": id.WeChatMerchant, "keySerial": id.WeChatSerial, "privateKey": "wechat.pem", "publicKeyId": id.WeChatKeyID,
			"publicKey": "wechat-public.pem", "notifyUrl": "https://pay.example.com/wechat", "storeId": "01"},
		"alipay": map[string]string{"appId": id.AlipayApp, "privateKey": "alipay.pem", "publicKey": "alipay-public.pem", "sellerId": id.AlipaySeller, "storeId": "01"}}
	text, err := json.Marshal(merchant)
	if err != nil {
		return fmt.Errorf("gatewaytest: write the merchant: %w", err)
	}
	files := map[string]string{"merchant.json": string(text)}
	for name, write := range map[string]func() (string, error){
		"wechat.pem":        func() (string, error) { return PrivatePEM(id.WeChatOwn) },
		"alipay.pem":        func() (string, error) { return PrivatePEM(id.AlipayOwn) },
		"wechat-public.pem": func() (string, error) { return PublicPEM(id.WeChat) },
		"alipay-public.pem": func() (string, error) { return PublicPEM(id.Alipay) },
	} {
		if files[name], err = write(); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("gatewaytest: folder of the merchant: %w", err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			return fmt.Errorf("gatewaytest: write the merchant: %w", err)
		}
	}
	return nil
}
