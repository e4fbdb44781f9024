package wire

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"strings"

	"shouqi/ledger/payment"
	"shouqi/ledger/store"
)

// Secret is a text that no log, error or file of settings may show: whoever prints it or writes it as JSON gets three stars.
type Secret string

const stars = "***"

// String returns three stars.
func (Secret) String() string { return stars }

// GoString returns three stars.
func (Secret) GoString() string { return stars }

// MarshalText returns three stars.
func (Secret) MarshalText() ([]byte, error) { return []byte(stars), nil }

// keyBits is the least length of a key: both channels ask for that.
const keyBits = 2048

var (
	errKeyForm  = errors.New("this is no RSA key in PKCS #1, PKCS #8 or PKIX form")
	errKeyShort = errors.New("this RSA key has less than 2048 bits")
)

// PrivateKey reads the merchant's own key, in PEM or as the bare base64 that Alipay's tool writes. Errors: payment.key, without the key.
func PrivateKey(text Secret) (*rsa.PrivateKey, error) {
	der := unwrap(string(text))
	key, err := x509.ParsePKCS1PrivateKey(der)
	if err != nil {
		other, err := x509.ParsePKCS8PrivateKey(der)
		if err != nil {
			return nil, store.Fail(payment.CodeKey, errKeyForm)
		}
		isRSA := false
		if key, isRSA = other.(*rsa.PrivateKey); !isRSA {
			return nil, store.Fail(payment.CodeKey, errKeyForm)
		}
	}
	if key.N.BitLen() < keyBits {
		return nil, store.Fail(payment.CodeKey, errKeyShort)
	}
	return key, nil
}

// PublicKey reads a channel's key, in PEM or as bare base64. Errors: payment.key.
func PublicKey(text string) (*rsa.PublicKey, error) {
	other, err := x509.ParsePKIXPublicKey(unwrap(text))
	if err != nil {
		return nil, store.Fail(payment.CodeKey, errKeyForm)
	}
	key, isRSA := other.(*rsa.PublicKey)
	if !isRSA {
		return nil, store.Fail(payment.CodeKey, errKeyForm)
	}
	if key.N.BitLen() < keyBits {
		return nil, store.Fail(payment.CodeKey, errKeyShort)
	}
	return key, nil
}

// unwrap returns the bytes in a PEM block or in bare base64; nil where it is neither.
func unwrap(text string) []byte {
	if block, _ := pem.Decode([]byte(text)); block != nil {
		return block.Bytes
	}
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil
	}
	return der
}
