package gatewaytest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// Identity is who the merchant is at both pretend channels, and all keys: the merchant's own ones, which sign the questions, and the
// channels', which sign the answers.
type Identity struct {
	WeChatApp, WeChatMerchant, WeChatSerial, WeChatKeyID string
	AlipayApp, AlipaySeller                              string
	WeChatOwn, WeChat, AlipayOwn, Alipay                 *rsa.PrivateKey
}

// NewIdentity makes an identity with new keys.
func NewIdentity() (*Identity, error) {
	id := &Identity{WeChatApp: "wx8888888888888888", WeChatMerchant: "1900000109", WeChatSerial: "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
		WeChatKeyID: "PUB_KEY_ID_0119000001092026112900000000000001", AlipayApp: "2026112900000001", AlipaySeller: "2088102146225135"}
	for _, key := range []**rsa.PrivateKey{&id.WeChatOwn, &id.WeChat, &id.AlipayOwn, &id.Alipay} {
		made, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			return nil, fmt.Errorf("gatewaytest: make a key: %w", err)
		}
		*key = made
	}
	return id, nil
}

var testIdentity = sync.OnceValues(NewIdentity)

// TestIdentity returns the one identity of the tests of a program, whose keys are made at the first call.
func TestIdentity(t testing.TB) *Identity {
	t.Helper()
	id, err := testIdentity()
	require.NoError(t, err)
	return id
}

// The kinds of PEM blocks.
const (
	privateBlock = "PRIVATE KEY"
	publicBlock  = "PUBLIC KEY"
)

// PrivatePEM writes a private key as PKCS #8.
func PrivatePEM(key *rsa.PrivateKey) (string, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", fmt.Errorf("gatewaytest: write a key: %w", err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: privateBlock, Bytes: der})), nil
}

// PublicPEM writes the public half of a key as PKIX.
func PublicPEM(key *rsa.PrivateKey) (string, error) {
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return "", fmt.Errorf("gatewaytest: write a key: %w", err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: publicBlock, Bytes: der})), nil
}

var errNoKey = errors.New("gatewaytest: this is no private RSA key")

// ReadPEM reads what PrivatePEM wrote.
func ReadPEM(text []byte) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errNoKey
	}
	other, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errNoKey
	}
	key, isRSA := other.(*rsa.PrivateKey)
	if !isRSA {
		return nil, errNoKey
	}
	return key, nil
}
