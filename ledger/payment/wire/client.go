// Package wire is what the channels' adapters share of HTTP: whom they may ask, how long and how much they wait for, what time it is at the
// other end, and how keys are read without ever being shown.
package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"shouqi/ledger/payment"
	"shouqi/ledger/store"
)

// The limits of a call, and of the call that fetches a day's file.
const (
	callTimeout = 10 * time.Second
	fileTimeout = 60 * time.Second
	callBytes   = 1 << 20
	// FileBytes is how many bytes a day's file may have, packed or not.
	FileBytes = 32 << 20
	// skewMax is how far the clocks may be apart: WeChat refuses what is 5 minutes off.
	skewMax = 240 * time.Second
)

// Options say how a channel is reached. The zero value reaches the channel itself.
type Options struct {
	// Base takes the place of the scheme and host of every address, as "http://127.0.0.1:8087": there the pretend channels answer.
	Base string
	// Now is this counter's clock; nil is that of the computer.
	Now func() time.Time
	// Timeout is how long one call may take; 0 is 10 seconds, and 60 for a day's file.
	Timeout time.Duration
}

// Clock returns this counter's clock.
func (o Options) Clock() func() time.Time {
	if o.Now == nil {
		return time.Now
	}
	return o.Now
}

// Client returns an HTTP client for answers of up to 1 MiB that asks nobody but hosts (".alipay.com" stands for every host below it) and
// follows no redirection. Errors: payment.channel where Options.Base is no address.
func (o Options) Client(hosts ...string) (*http.Client, error) {
	return o.client(callTimeout, callBytes, hosts)
}

// Files returns such a client for a day's file, of up to FileBytes.
func (o Options) Files(hosts ...string) (*http.Client, error) {
	return o.client(fileTimeout, FileBytes, hosts)
}

func (o Options) client(timeout time.Duration, limit int64, hosts []string) (*http.Client, error) {
	if o.Timeout > 0 {
		timeout = o.Timeout
	}
	t := &transport{hosts: hosts, limit: limit, below: &http.Transport{Proxy: http.ProxyFromEnvironment, MaxIdleConnsPerHost: 2,
		IdleConnTimeout: 30 * time.Second, TLSHandshakeTimeout: callTimeout, ForceAttemptHTTP2: true}}
	if o.Base != "" {
		base, err := url.Parse(o.Base)
		if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
			return nil, store.Refuse(payment.CodeChannel, o.Base)
		}
		t.base = base
	}
	return &http.Client{Transport: t, Timeout: timeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, nil
}

// transport asks nobody but its hosts, reads an answer as a whole before anybody looks at it, and notes the time at the other end.
type transport struct {
	below *http.Transport
	hosts []string
	base  *url.URL
	limit int64
}

var (
	errHost = errors.New("this host is none of the channel's")
	errLong = errors.New("the answer is too long")
)

// RoundTrip sends one request; see http.RoundTripper.
func (t *transport) RoundTrip(request *http.Request) (*http.Response, error) {
	if !t.knows(request.URL.Hostname()) {
		return nil, errHost
	}
	sent := request.Clone(request.Context())
	sent.URL.Scheme = "https" // Alipay names the address of its files without it
	if t.base != nil {
		sent.URL.Scheme, sent.URL.Host, sent.Host = t.base.Scheme, t.base.Host, t.base.Host
	}
	answer, err := t.below.RoundTrip(sent)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, t.limit+1))
	if err = errors.Join(err, answer.Body.Close()); err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	if int64(len(body)) > t.limit {
		return nil, errLong
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	if call, noted := request.Context().Value(callKey{}).(*Call); noted {
		if at, err := http.ParseTime(answer.Header.Get("Date")); err == nil {
			call.clockMS.Store(at.UnixMilli())
		}
	}
	return answer, nil
}

func (t *transport) knows(host string) bool {
	for _, known := range t.hosts {
		if host == known || strings.HasPrefix(known, ".") && strings.HasSuffix(host, known) {
			return true
		}
	}
	return false
}

// CloseIdleConnections lets http.Client.CloseIdleConnections reach the connections.
func (t *transport) CloseIdleConnections() { t.below.CloseIdleConnections() }

type callKey struct{}

// Call is one question to a channel, of one request or several, and what their answers said of the time.
type Call struct{ clockMS atomic.Int64 }

// Begin returns a context under which every request notes the time at the other end in the call.
func Begin(ctx context.Context) (context.Context, *Call) {
	call := &Call{}
	return context.WithValue(ctx, callKey{}, call), call
}

// ClockMS returns the channel's clock by the last answer's Date, in milliseconds since 1970 in UTC; 0 where none said.
func (c *Call) ClockMS() int64 { return c.clockMS.Load() }

// Past reports whether a moment is past at both ends. Where the channel does not say what time it is, it may be as much earlier there as the
// counter still takes money with.
func (c *Call) Past(now time.Time, ms int64) bool {
	if clockMS := c.ClockMS(); clockMS != 0 {
		return now.UnixMilli() >= ms && clockMS >= ms
	}
	return now.Add(-skewMax).UnixMilli() >= ms
}

// Failure returns err as payment.clock where the two clocks are too far apart, which explains it, and as code otherwise. An address is left
// out of it: some hold a token.
func (c *Call) Failure(now time.Time, code string, err error) error {
	var address *url.Error
	if errors.As(err, &address) {
		err = address.Err
	}
	if clockMS := c.ClockMS(); clockMS != 0 {
		if apart := now.Sub(time.UnixMilli(clockMS)); apart.Abs() >= skewMax {
			return store.Fail(payment.CodeClock, err, int64(apart.Abs()/time.Minute))
		}
	}
	return store.Fail(code, err)
}
