package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"

	"shouqi/ledger/store"
)

// requestIDMax bounds a request id in bytes; callers use a UUID.
const requestIDMax = 64

// Request identifies one wish of a person, so that however often it is sent it happens once. Digest is taken over what
// was asked, without the id.
type Request struct {
	ID     string `json:"id"`
	Digest []byte `json:"digest"`
}

// NewRequest makes the identification of a wish; an empty or too long id is journal.request_id.
func NewRequest(id string, content any) (Request, error) {
	if id == "" || len(id) > requestIDMax {
		return Request{}, store.Refuse(codeRequestID, requestIDMax)
	}
	bytes, err := json.Marshal(content)
	if err != nil {
		return Request{}, store.Fail(CodeBody, err, "request", 0)
	}
	digest := sha256.Sum256(bytes)
	return Request{ID: id, Digest: digest[:]}, nil
}

// Once makes a request happen once: it returns what do answers, or, where the request has happened already, what earlier
// reads back of the event that it became then. The same id with other content is journal.request_reused. It is called inside
// the write that the request's event is appended in.
func Once[A any](tx *store.Tx, request Request, earlier func(tx *store.Tx, deviceNo, seq int64) (A, error), do func() (A, error)) (answer A, err error) {
	deviceNo, seq, happened, err := request.Earlier(tx)
	switch {
	case err != nil:
		return answer, err
	case happened:
		return earlier(tx, deviceNo, seq)
	}
	return do()
}

// Nothing is the earlier of a command that answers nothing but whether it happened.
func Nothing(*store.Tx, int64, int64) (struct{}, error) { return struct{}{}, nil }

// Earlier tells whether the request has happened already and as which event. The same id with other content is
// journal.request_reused. Nothing expires: a counter may retry after a weekend.
func (r Request) Earlier(tx *store.Tx) (deviceNo, seq int64, happened bool, err error) {
	var digest []byte
	happened, err = tx.Get("SELECT digest, device, seq FROM requests WHERE id = ?", []any{r.ID}, &digest, &deviceNo, &seq)
	if err == nil && happened && !bytes.Equal(digest, r.Digest) {
		err = store.Refuse(CodeRequestReused, r.ID)
	}
	return deviceNo, seq, happened, err
}

// Record notes the request as done by event e; projectors of requested kinds call it.
func (r Request) Record(tx *store.Tx, e Event) error {
	_, err := tx.Exec("INSERT INTO requests (id, digest, device, seq) VALUES (?, ?, ?, ?)", r.ID, r.Digest, e.DeviceNo, e.Seq)
	return err
}
