// Package wire is how a channel is reached over HTTP: bounded in time and size, on its own host and no other, and with the clock of each
// answer noted.
package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// The bounds of one call: 10 s, and an answer of 1 MiB. A day's statement may be larger.
const (
	Timeout        = 10 * time.Second
	answerMax      = 1 << 20
	statementMax   = 32 << 20
	idleConnection = 30 * time.Second
)

// errTooLong is an answer that is longer than any that a channel gives.
var errTooLong = errors.New("wire: the answer is too long")

// New returns a client for the host of base. Where instead is set, every request goes there in the place of base: to a pretend channel.
// A request to any other host is refused.
func New(base string, instead *url.URL) (*http.Client, error) {
	own, err := url.Parse(base)
	if err != nil {
		return nil, fmt.Errorf("wire: %w", err)
	}
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, IdleConnTimeout: idleConnection, TLSHandshakeTimeout: Timeout, ForceAttemptHTTP2: true}
	return &http.Client{Timeout: Timeout, Transport: &roundTripper{transport, own.Host, instead},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, nil
}

type roundTripper struct {
	transport http.RoundTripper
	host      string
	instead   *url.URL
}

// RoundTrip sends the request to the one host that it may go to. The host is no part of what channels sign.
func (r *roundTripper) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL.Host != r.host {
		return nil, fmt.Errorf("wire: %s is not %s", request.URL.Host, r.host)
	}
	if r.instead != nil {
		request = request.Clone(request.Context())
		request.URL.Scheme, request.URL.Host, request.Host = r.instead.Scheme, r.instead.Host, r.instead.Host
	}
	response, err := r.transport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	noted, ok := request.Context().Value(clockKey{}).(*time.Time)
	if ok {
		if at, err := http.ParseTime(response.Header.Get("Date")); err == nil {
			*noted = at
		}
	}
	most := int64(answerMax)
	if request.Context().Value(statementKey{}) != nil {
		most = statementMax
	}
	response.Body = &bounded{response.Body, most, noted}
	return response, nil
}

type clockKey struct{}
type statementKey struct{}

// NotingClock returns a context in which the clock of the last answer is noted; at is the zero time before one told it, and after one that broke off. The calls made with
// it must not overlap.
func NotingClock(ctx context.Context) (noting context.Context, at *time.Time) {
	at = new(time.Time)
	return context.WithValue(ctx, clockKey{}, at), at
}

// ForStatement returns a context in which an answer may be as long as a day's statement.
func ForStatement(ctx context.Context) context.Context {
	return context.WithValue(ctx, statementKey{}, true)
}

// bounded is a body that ends with an error once more than left was read of it. An answer that breaks off is none, and has told no time
// either.
type bounded struct {
	io.ReadCloser
	left  int64
	noted *time.Time
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) && b.noted != nil {
		*b.noted = time.Time{}
	}
	if b.left -= int64(n); b.left < 0 {
		return 0, errTooLong
	}
	return n, err
}

// ClockMS returns a noted clock in milliseconds since 1970 in UTC, 0 where none was told.
func ClockMS(at *time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMilli()
}
