package wire_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/wire"
	"shouqi/ledger/store"
)

func get(ctx context.Context, t *testing.T, client *http.Client, address string) (string, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	require.NoError(t, err)
	answer, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return string(body), err
}

func TestNobodyElseIsAsked(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/moved" {
			http.Redirect(w, r, "https://evil.example.com/", http.StatusFound)
			return
		}
		if r.URL.Path == "/long" {
			_, _ = w.Write(make([]byte, 1<<20+1))
		}
		_, _ = io.WriteString(w, r.Host)
	}))
	defer server.Close()
	client, err := wire.Options{Base: server.URL}.Client("pay.example.com", ".files.example.com")
	require.NoError(t, err)
	for address, reached := range map[string]bool{"https://pay.example.com/": true, "http://a.files.example.com/": true, "https://evil.example.com/": false,
		"https://pay.example.com.evil.com/": false, "https://xfiles.example.com/": false, "https://files.example.com/": false, "https://pay.example.com/long": false} {
		host, err := get(t.Context(), t, client, address)
		require.Equal(t, reached, err == nil, "%s: %v", address, err)
		if reached {
			require.Equal(t, strings.TrimPrefix(server.URL, "http://"), host)
		}
	}
	body, err := get(t.Context(), t, client, "https://pay.example.com/moved")
	require.NoError(t, err)
	require.Contains(t, body, "evil", "the page is returned, and nobody goes where it points")
	for _, base := range []string{"127.0.0.1:80", "ftp://127.0.0.1", "https://", "%"} {
		_, err = wire.Options{Base: base}.Client()
		require.Equal(t, payment.CodeChannel, store.Code(err), base)
	}
}

// Many calls at once each keep their own time.
func TestTheTimeAtTheOtherEnd(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at, err := time.Parse(time.RFC3339, r.URL.Query().Get("at"))
		if err == nil {
			w.Header().Set("Date", at.Format(http.TimeFormat))
		}
	}))
	defer server.Close()
	client, err := wire.Options{Base: server.URL}.Client("pay.example.com")
	require.NoError(t, err)
	var all sync.WaitGroup
	for n := range 20 {
		all.Go(func() {
			ctx, call := wire.Begin(context.Background())
			at := time.Date(2026, 11, 29, 1, n, 0, 0, time.UTC)
			request, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://pay.example.com/?at="+at.Format(time.RFC3339), nil)
			if err == nil {
				var answer *http.Response
				if answer, err = client.Do(request); err == nil {
					err = answer.Body.Close()
				}
			}
			if err != nil || call.ClockMS() != at.UnixMilli() {
				t.Errorf("%v: %d, not %d", err, call.ClockMS(), at.UnixMilli())
			}
		})
	}
	all.Wait()
}

func TestPastAtBothEnds(t *testing.T) {
	_, silent := wire.Begin(t.Context())
	now := time.UnixMilli(1_000_000_000)
	require.False(t, silent.Past(now, 1_000_000_000))
	require.True(t, silent.Past(now, 1_000_000_000-240_000))
	require.Equal(t, payment.CodeNoAnswer, store.Code(silent.Failure(now, payment.CodeNoAnswer, errors.New("lost"))))
}

func TestASumInAFile(t *testing.T) {
	for text, want := range map[string]money.Fen{"": 0, "0.00": 0, "12.3": 12_30, "-0.01": -1, "0.01000": 1, "1234.56": 1234_56} {
		fen, err := wire.Yuan(text)
		require.NoError(t, err, text)
		require.Equal(t, want, fen, text)
	}
	for _, text := range []string{"0.001", "1.2.3", "￥1", "1e3", "x"} {
		_, err := wire.Yuan(text)
		require.Error(t, err, text)
	}
	for text, want := range map[string]money.Fen{"": 0, "0.00000": 0, "0.00600": 1, "0.00400": 0, "-0.01500": -2, "-0.01499": -1, "0.6": 60} {
		fen, err := wire.Fee(text)
		require.NoError(t, err, text)
		require.Equal(t, want, fen, text)
	}
}

func TestATableIsReadByItsColumns(t *testing.T) {
	text := "# a note\n\ufeff单号\t,金额\t,名\t\n`1\t,`2.00\t,`a,b\"c\t\n合计,2\nx,y,z\n"
	var rows []string
	err := wire.Table(strings.NewReader(text), "` \t", []string{"金额", "单号"}, func(row func(string) string) (bool, error) {
		rows = append(rows, row("单号")+"|"+row("金额")+"|"+row("没有"))
		return row("单号") != "合计", nil
	})
	require.NoError(t, err)
	require.Equal(t, []string{"1|2.00|", "合计|2|"}, rows)
	require.Error(t, wire.Table(strings.NewReader("单号,金额\n"), "", []string{"没有"}, func(func(string) string) (bool, error) { return true, nil }))
}

func TestKeys(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	eight, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	for _, text := range []string{base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PrivateKey(key)), base64.StdEncoding.EncodeToString(eight),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: eight}))} {
		read, err := wire.PrivateKey(wire.Secret(text))
		require.NoError(t, err)
		require.True(t, key.Equal(read))
	}
	for _, text := range []string{"", "x", base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PrivateKey(short))} {
		_, err = wire.PrivateKey(wire.Secret(text))
		require.Equal(t, payment.CodeKey, store.Code(err))
		_, err = wire.PublicKey(text)
		require.Equal(t, payment.CodeKey, store.Code(err))
	}
	text, err := json.Marshal(map[string]any{"key": wire.Secret("abc")})
	require.NoError(t, err)
	require.NotContains(t, string(text)+fmt.Sprintf("%v %s %q %#v", wire.Secret("abc"), wire.Secret("abc"), wire.Secret("abc"), struct{ K wire.Secret }{"abc"}), "abc")
}
