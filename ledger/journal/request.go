package journal

import (
	"bytes"
	"crypto/sha256"

	"shouqi/ledger/store"
)

// requestIDMax bounds a request id in bytes; callers use a UUID.
const requestIDMax = 64

// Request identifies one wish of a person, so that however often it is sent it happens once: a key pressed twice, or
// a counter that tries again because the power went before it saw the answer. ID is made by who asks and kept over
// every retry. Digest is taken over what was asked, without the id, and tells a retry from something else under the
// same id.
type Request struct {
	ID     string `json:"id"`
	Digest []byte `json:"digest"`
}

// NewRequest returns the request for content, which is hashed as JSON. An empty id, one over 64 bytes and one that is
// not printable are journal.request_id; other errors are those of encode.
func NewRequest(id string, content any) (Request, error) {
	if id == "" || len(id) > requestIDMax || !store.Printable(id) {
		return Request{}, store.Refuse(codeRequestID, requestIDMax)
	}
	encoded, err := encode(content, "request")
	if err != nil {
		return Request{}, err
	}
	digest := sha256.Sum256(encoded)
	return Request{ID: id, Digest: digest[:]}, nil
}

// Once makes a request happen once. It calls do and returns its answer; where the request has happened already, it
// returns what earlier reads back of the event that it became then. The same id with other content is
// journal.request_reused. Once must run inside the write in which do appends the event, and the projector of that
// event must call Record: otherwise a retry would not find it.
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

// Nothing is the earlier of a command that has no answer: a request that has happened already is a success.
func Nothing(*store.Tx, int64, int64) (struct{}, error) { return struct{}{}, nil }

// Earlier reports whether the request has happened already, and as which event. The same id with other content is
// journal.request_reused. Requests never expire: a counter may retry after a weekend.
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

// RecordOnce is Record for an event that came to nothing where another counter made the same wish a fact: the request stays that one's.
func (r Request) RecordOnce(tx *store.Tx, e Event) error {
	_, err := tx.Exec("INSERT INTO requests (id, digest, device, seq) SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM requests WHERE id = ?1)", r.ID, r.Digest, e.DeviceNo, e.Seq)
	return err
}
