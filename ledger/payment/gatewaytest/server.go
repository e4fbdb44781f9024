package gatewaytest

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	"shouqi/ledger/money"
	"shouqi/ledger/payment"
)

// Server answers like both channels, over HTTP: it takes only questions that the merchant signed, and signs its answers.
type Server struct {
	bank *Bank
	id   *Identity
	mux  *http.ServeMux
	// SlowFor is how long a slow answer takes.
	SlowFor time.Duration
	// Keep is called with every answer before it leaves, to keep what the bank holds; an error goes out in its place. nil keeps nothing.
	Keep func() error
}

// NewServer returns a server of a bank for a merchant.
func NewServer(bank *Bank, id *Identity) *Server {
	s := &Server{bank: bank, id: id, mux: http.NewServeMux(), SlowFor: 15 * time.Second}
	s.serveWeChat()
	s.serveAlipay()
	return s
}

// ServeHTTP answers one question.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// How much a question may be, and how much an answer is that is far too long.
const (
	questionBytes = 1 << 20
	hugeBytes     = 2 << 20
)

// skew is how far the clocks are apart with the fault of that name.
const skew = 10 * time.Minute

// reply is an answer before it is signed and spoilt.
type reply struct {
	status int
	body   []byte
	kind   string // its content type
}

func jsonReply(status int, value any) reply {
	body, err := json.Marshal(value)
	if err != nil {
		return reply{status: http.StatusInternalServerError}
	}
	return reply{status: status, body: body, kind: "application/json; charset=utf-8"}
}

// answer does what a call asks for unless the script says that nothing is done, signs the answer and spoils it as the script says.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, channel payment.Channel, method string, do, refuse func(Fault) reply, sign func(reply, Fault, http.Header) []byte) {
	fault := s.bank.Script.call(channel, method)
	at := s.bank.now()
	if fault == Skewed {
		at = at.Add(-skew)
	}
	w.Header().Set("Date", at.UTC().Format(http.TimeFormat))
	var out reply
	switch {
	case fault == HTML:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		_, _ = io.WriteString(w, "<html><body>502 Bad Gateway</body></html>") // a client that is gone is what a test may want
		return
	case fault == Down, fault == Refused, fault == Skewed && channel == payment.Alipay:
		out = refuse(fault)
	default:
		out = do(fault)
	}
	if s.Keep != nil && s.Keep() != nil {
		http.Error(w, "the bank cannot be kept", http.StatusInternalServerError)
		return
	}
	switch fault {
	case Lost:
		lose(w)
		return
	case Slow:
		select {
		case <-r.Context().Done():
		case <-time.After(s.SlowFor):
		}
	case Huge:
		out.body = append(out.body, make([]byte, hugeBytes)...)
	case OtherOrder, OtherSum:
		out.body = spoil(out.body, fault)
	}
	body := sign(out, fault, w.Header())
	w.Header().Set("Content-Type", out.kind)
	w.WriteHeader(out.status)
	_, _ = w.Write(body)
}

// lose breaks the line in the middle of an answer: before its first byte, a client would ask again by itself.
func lose(w http.ResponseWriter) {
	w.Header().Set("Content-Length", "100")
	w.WriteHeader(http.StatusOK)
	_, _ = io.WriteString(w, "{")
	if flusher, can := w.(http.Flusher); can {
		flusher.Flush()
	}
	panic(http.ErrAbortHandler)
}

// spoil changes what an answer is about.
func spoil(body []byte, fault Fault) []byte {
	var fields map[string]any
	reader := json.NewDecoder(bytes.NewReader(body))
	reader.UseNumber()
	if reader.Decode(&fields) != nil {
		return body
	}
	spoilFields(fields, fault)
	spoilt, err := json.Marshal(fields)
	if err != nil {
		return body
	}
	return spoilt
}

func spoilFields(fields map[string]any, fault Fault) {
	for name, value := range fields {
		switch held := value.(type) {
		case map[string]any:
			spoilFields(held, fault)
		case json.Number:
			if fen, err := held.Int64(); err == nil && fault == OtherSum && (name == "total" || name == "refund") {
				fields[name] = fen + 1
			}
		case string:
			if fault == OtherOrder && name == "out_trade_no" {
				fields[name] = "SQOTHER0000000000000"
			}
			if fen, err := money.Parse(held); err == nil && fault == OtherSum && (name == "total_amount" || name == "refund_amount" || name == "refund_fee") {
				fields[name] = (fen + 1).String()
			}
		}
	}
}

// body reads a question.
func body(r *http.Request) ([]byte, error) { return io.ReadAll(io.LimitReader(r.Body, questionBytes)) }

// signed returns the signature of a text, in base64.
func signed(key *rsa.PrivateKey, text string) string {
	digest := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	if err != nil {
		return "" // an answer without a signature, which nobody trusts
	}
	return base64.StdEncoding.EncodeToString(signature)
}

// isSigned reports whether a signature in base64 is that of a text.
func isSigned(key *rsa.PrivateKey, text, signature string) bool {
	signed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(signature))
	digest := sha256.Sum256([]byte(text))
	return err == nil && rsa.VerifyPKCS1v15(&key.PublicKey, crypto.SHA256, digest[:], signed) == nil
}
