package staff

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// An approval may be asked for where the second person is not there. It waits until somebody who may agree approves or refuses it,
// and lapses after a day. Whoever asked then does what was approved as if alone: the book finds the approval by the action and by
// what it is done to, and uses it up.

// askedMS is how long an approval that was asked for may be given and used: a day, so that it is there for the next morning and
// does not lie about.
const askedMS = 24 * 60 * 60 * 1000

// askingMax is how many approvals Asking returns at most.
const askingMax = 1000

// aboutForm is what an approval is asked for: the number of a receipt, the id of a bill, a deposit or a room, a counter, the number of a
// slip of the bank or the name of a limit, where it goes to another place that one too, see From, and what the bill is called that is
// made, see Called. No person's name is one.
var aboutForm = regexp.MustCompile(`^[0-9A-Za-z._-]{1,64}(>[0-9A-Za-z._-]{1,64}|:[^\pC>:]{1,40})?$`)

// AskState says how far an approval is that was asked for.
type AskState string

// The states. Seen is asked for still, and somebody who may agree has looked at it.
const (
	Asked     AskState = "asked"
	Seen      AskState = "seen"
	Approved  AskState = "approved"
	Refused   AskState = "refused"
	Withdrawn AskState = "withdrawn"
	Lapsed    AskState = "lapsed"
	Used      AskState = "used"
)

// Ask asks for a second person's approval of one action. About is what it is for and Terms what else is decided about, as the Deed has
// them, and Fen how much it may come to at most, 0 where the action has no sum.
type Ask struct {
	RequestID string
	Action    Action
	About     string
	Terms     Terms
	Fen       money.Fen
	// Note is what was typed about the reason, "" for nothing; see NoteOf.
	Note string
}

// Asking is an approval that was asked for. Number is by what people name it; By and Decider are ids of people, and AtMS and
// LapsesMS times in ms UTC.
type Asking struct {
	Number   string    `json:"number"`
	State    AskState  `json:"state"`
	Action   Action    `json:"action"`
	About    string    `json:"about"`
	Terms    Terms     `json:"terms"`
	Fen      money.Fen `json:"fen"`
	By       string    `json:"by"`
	Decider  string    `json:"decider"`
	AtMS     int64     `json:"atMS"`
	LapsesMS int64     `json:"lapsesMS"`
	// Waited says that it was asked for before, as AskApproval answers where the same is asked for again.
	Waited bool `json:"waited,omitempty"`

	deviceNo, seq int64
	note          string // the subject of what was typed, "" for nothing
}

// askedV1 is the body of approval.asked.
type askedV1 struct {
	Request  journal.Request `json:"request"`
	Action   Action          `json:"action"`
	About    string          `json:"about"`
	Terms    Terms           `json:"terms,omitempty"`
	Fen      money.Fen       `json:"fen"`
	By       string          `json:"by"`
	LapsesMS int64           `json:"lapsesMS"`
	Note     vault.Version   `json:"note,omitzero"`
}

// askMovedV1 is the body of approval.moved: somebody saw it, approved or refused it, or who asked withdrew it.
type askMovedV1 struct {
	Of    journal.Ref `json:"of"`
	State AskState    `json:"state"`
	By    string      `json:"by"`
}

const (
	kindAsked    = "approval.asked"
	kindAskMoved = "approval.moved"
)

// AskApproval asks for an approval and returns it. The same request again returns the same, and so does another for the same deed while
// the first waits: whoever presses the key again must not be approved twice. Errors: staff.may_not for an action that
// the person may not do even with a second one, staff.approval_about, staff.approval_phone.
func (s *Staff) AskApproval(ctx context.Context, by Actor, ask Ask) (asking Asking, err error) {
	blinded := ask
	if blinded.Note, err = s.vault.Blind(ask.Note); err != nil {
		return asking, err
	}
	request, err := journal.NewRequest(ask.RequestID, blinded)
	if err != nil {
		return asking, err
	}
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		asking, err = journal.Once(tx, request, s.askingAt, func() (Asking, error) {
			if err := s.Require(tx, by, ask.Action); err != nil {
				return Asking{}, err
			}
			if !aboutForm.MatchString(ask.About) || goesSomewhere[ask.Action] != strings.Contains(ask.About, goesTo) || names[ask.Action] != strings.Contains(ask.About, called) || !termsForm.MatchString(string(ask.Terms)) || len(ask.Terms) > termsMax || ask.Fen < 0 || ask.Fen > money.MaxFen || len(RightTo(ask.Action).Agree) == 0 {
				return Asking{}, store.Refuse(codeApprovalAbout)
			}
			if err := s.noPhone(tx, ask.About); err != nil {
				return Asking{}, err
			}
			if waiting, found, err := s.waiting(tx, by, ask); err != nil || found {
				waiting.Waited = found
				return waiting, err
			}
			note, err := s.sealNote(tx, ask.Note)
			if err != nil {
				return Asking{}, err
			}
			e, err := s.journal.Append(tx, kindAsked, askedV1{Request: request, Action: ask.Action, About: ask.About, Terms: ask.Terms, Fen: ask.Fen, By: by.id,
				LapsesMS: s.journal.Now().UnixMilli() + askedMS, Note: note})
			if err != nil {
				return Asking{}, err
			}
			return s.askingAt(tx, e.DeviceNo, e.Seq)
		})
		return err
	})
	return asking, err
}

// sealNote seals what was typed about the reason under a subject of its own; the zero Version for "".
func (s *Staff) sealNote(tx *store.Tx, note string) (vault.Version, error) {
	if note == "" {
		return vault.Version{}, nil
	}
	id, err := uuid.NewV7()
	if err != nil {
		return vault.Version{}, fmt.Errorf("make an id: %w", err)
	}
	return s.vault.Put(tx, "note/"+id.String(), "", []byte(note))
}

// NoteOf returns what was typed about the reason of what was asked for, "" for nothing.
func (s *Staff) NoteOf(tx *store.Tx, asking Asking) (string, error) {
	if asking.note == "" {
		return "", nil
	}
	note, err := s.vault.Get(tx, asking.note, 0)
	return string(note), err
}

// noPhone refuses (staff.approval_phone) a subject that names somebody by a telephone number.
func (s *Staff) noPhone(tx *store.Tx, about string) error {
	place, part, to, toPart := Places(about)
	for _, text := range []string{place, part, to, toPart, CalledIn(about)} {
		isOne, err := s.IsPhone(tx, text)
		if err == nil && isOne {
			err = store.Refuse(codeApprovalPhone)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// waiting returns what a person asked for already and nobody has decided on: the same deed, of the same sum.
func (s *Staff) waiting(tx *store.Tx, by Actor, ask Ask) (asking Asking, found bool, err error) {
	var deviceNo, seq int64
	// The first condition is that of the index of what is open.
	found, err = tx.Get(`SELECT device, seq FROM approval_askings WHERE state IN ('asked', 'seen', 'approved') AND state <> 'approved' AND lapses_ms > ?
		AND person = ? AND action = ? AND about = ? AND terms = ? AND fen = ? LIMIT 1`,
		[]any{s.journal.Now().UnixMilli(), by.id, string(ask.Action), ask.About, string(ask.Terms), int64(ask.Fen)}, &deviceNo, &seq)
	if err == nil && found {
		asking, err = s.askingAt(tx, deviceNo, seq)
	}
	return asking, found, err
}

// SeeApproval notes that somebody who may agree has looked at what was asked for, once. Errors: those of DecideApproval.
func (s *Staff) SeeApproval(ctx context.Context, by Actor, number string) (Asking, error) {
	return s.moveAsking(ctx, by, number, Seen)
}

// DecideApproval approves or refuses what somebody else asked for. Errors: staff.unknown_approval, staff.may_not_approve for who may
// not agree to the action, staff.same_person for who asked, staff.approval_state for one that is decided, withdrawn or lapsed.
func (s *Staff) DecideApproval(ctx context.Context, by Actor, number string, approve bool) (Asking, error) {
	if approve {
		return s.moveAsking(ctx, by, number, Approved)
	}
	return s.moveAsking(ctx, by, number, Refused)
}

// WithdrawApproval takes back what one asked for and did not use. Errors as of DecideApproval, and staff.may_not for somebody else.
func (s *Staff) WithdrawApproval(ctx context.Context, by Actor, number string) (Asking, error) {
	return s.moveAsking(ctx, by, number, Withdrawn)
}

func (s *Staff) moveAsking(ctx context.Context, by Actor, number string, to AskState) (asking Asking, err error) {
	err = s.db.Write(ctx, func(tx *store.Tx) error {
		if asking, err = s.AskingOf(tx, number); err != nil {
			return err
		}
		if err := s.mayMove(tx, by, asking, to); err != nil {
			return err
		}
		if to == Seen && asking.State != Asked {
			return nil // seen already, or decided
		}
		device, err := journal.Device(tx, asking.deviceNo)
		if err != nil {
			return err
		}
		if _, err := s.journal.Append(tx, kindAskMoved, askMovedV1{Of: journal.Ref{Device: device, Seq: asking.seq}, State: to, By: by.id}); err != nil {
			return err
		}
		asking, err = s.askingAt(tx, asking.deviceNo, asking.seq)
		return err
	})
	return asking, err
}

// mayMove holds a step to who may take it, and to a request that is still open.
func (s *Staff) mayMove(tx *store.Tx, by Actor, asking Asking, to AskState) error {
	p, err := s.person(tx, "id", by.id)
	switch {
	case err != nil:
		return err
	case !p.Active:
		return store.Refuse(CodeMayNot, string(asking.Action))
	case to == Withdrawn && asking.By != by.id:
		return store.Refuse(CodeMayNot, string(asking.Action))
	case to != Withdrawn && asking.By == by.id:
		return store.Refuse(CodeSamePerson)
	case to != Withdrawn && !p.Role.MayAgree(asking.Action):
		return store.Refuse(CodeMayNotApprove, string(asking.Action))
	case to == Approved:
		if err := s.mayDecideLogin(tx, by, asking); err != nil {
			return err
		}
	}
	// Who approved, or another who may, takes it back until it is used: what was learned since may speak against it.
	if to == Seen || asking.State == Asked || asking.State == Seen || to != Approved && asking.State == Approved {
		return nil
	}
	return store.Refuse(codeApprovalState, asking.Number)
}

// askedConsent returns the consent of who approved a deed of the actor before, that was not used and has not lapsed: the same
// action to the same thing on the same terms, and no more than was asked. Who gave it must still be one who may agree to all actions.
func (s *Staff) askedConsent(tx *store.Tx, actor Actor, deed Deed, actions []Action) (consent Consent, found bool, err error) {
	found, err = tx.Get(`SELECT a.decider, a.decided_seq FROM approval_askings a WHERE a.about = ? AND a.state = 'approved' AND a.person = ? AND a.action = ?
		AND a.terms = ? AND a.fen >= ? AND a.lapses_ms > ? AND a.decided_device = `+journal.Own+`
		AND NOT EXISTS (SELECT 1 FROM approvals u WHERE u.device = a.decided_device AND u.seq = a.decided_seq)
		ORDER BY (SELECT p.active FROM staff p WHERE p.id = a.decider) DESC, a.seq LIMIT 1`,
		[]any{deed.About, actor.id, string(deed.Action), string(deed.Terms), int64(max(deed.Fen, -deed.Fen)), s.journal.Now().UnixMilli()}, &consent.Person, &consent.Seq)
	if err != nil || !found {
		return Consent{}, false, err
	}
	p, err := s.person(tx, "id", consent.Person)
	if err != nil {
		return Consent{}, false, err
	}
	for _, action := range actions {
		if !p.Active || !p.Role.MayAgree(action) {
			return Consent{}, true, store.Refuse(CodeMayNotApprove, string(action))
		}
	}
	return consent, true, nil
}

// askingNumber returns the number by which people name what was asked for: A, the counter's device, and the event that asked.
func askingNumber(deviceNo, seq int64) string { return fmt.Sprintf("A%d-%d", deviceNo, seq) }

// AskingOf returns what was asked for by its number; staff.unknown_approval for one that is none.
func (s *Staff) AskingOf(tx *store.Tx, number string) (Asking, error) {
	device, seq, found := strings.Cut(strings.TrimPrefix(strings.ToUpper(number), "A"), "-")
	deviceNo, notDevice := strconv.ParseInt(device, 10, 64)
	seqNo, notSeq := strconv.ParseInt(seq, 10, 64)
	if !found || notDevice != nil || notSeq != nil {
		return Asking{}, store.Refuse(codeUnknownApproval)
	}
	return s.askingAt(tx, deviceNo, seqNo)
}

func (s *Staff) askingAt(tx *store.Tx, deviceNo, seq int64) (Asking, error) {
	all, err := s.askings(tx, "WHERE a.device = ? AND a.seq = ?", deviceNo, seq)
	if err == nil && len(all) == 0 {
		err = store.Refuse(codeUnknownApproval)
	}
	if err != nil {
		return Asking{}, err
	}
	return all[0], nil
}

// OpenAskings returns what waits to be approved or to be used, the oldest first, at most 1,000.
func (s *Staff) OpenAskings(tx *store.Tx) ([]Asking, error) {
	return s.askings(tx, `WHERE a.state IN ('asked', 'seen', 'approved') AND a.lapses_ms > ?
		AND NOT EXISTS (SELECT 1 FROM approvals u WHERE u.device = a.decided_device AND u.seq = a.decided_seq) ORDER BY a.device, a.seq LIMIT ?`,
		s.journal.Now().UnixMilli(), askingMax)
}

// Askings returns all that was asked for, the newest first, at most 1,000.
func (s *Staff) Askings(tx *store.Tx) ([]Asking, error) {
	return s.askings(tx, "ORDER BY a.device DESC, a.seq DESC LIMIT ?", askingMax)
}

// askings returns what where selects. What was not decided, or not used, in its time has lapsed.
func (s *Staff) askings(tx *store.Tx, where string, args ...any) ([]Asking, error) {
	now := s.journal.Now().UnixMilli()
	return store.All(tx, `SELECT a.device, a.seq, a.state, a.action, a.about, a.terms, a.fen, a.person, a.decider, e.at_ms, a.lapses_ms, a.note,
		EXISTS (SELECT 1 FROM approvals u WHERE u.device = a.decided_device AND u.seq = a.decided_seq)
		FROM approval_askings a JOIN events e ON e.device = a.device AND e.seq = a.seq `+where, args, func(scan func(dest ...any) error) (a Asking, err error) {
		used := false
		err = scan(&a.deviceNo, &a.seq, &a.State, &a.Action, &a.About, &a.Terms, &a.Fen, &a.By, &a.Decider, &a.AtMS, &a.LapsesMS, &a.note, &used)
		a.Number = askingNumber(a.deviceNo, a.seq)
		switch isOpen := a.State == Asked || a.State == Seen || a.State == Approved; {
		case used:
			a.State = Used
		case isOpen && a.LapsesMS <= now:
			a.State = Lapsed
		}
		return a, err
	})
}

// applyAsked writes what was asked for.
func applyAsked(tx *store.Tx, e journal.Event, body askedV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Note.Refer(tx, e.DeviceNo, e.Seq); err != nil {
		return err
	}
	_, err := tx.Exec("INSERT INTO approval_askings (device, seq, action, about, terms, fen, person, lapses_ms, state, decider, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'asked', '', ?)",
		e.DeviceNo, e.Seq, string(body.Action), body.About, string(body.Terms), int64(body.Fen), body.By, body.LapsesMS, body.Note.Subject)
	return err
}

// applyAskMoved moves it on. One that is decided stays as it is but for a withdrawal of what was approved.
func applyAskMoved(tx *store.Tx, e journal.Event, body askMovedV1) error {
	device, err := journal.DeviceNo(tx, body.Of.Device)
	if err != nil {
		return err
	}
	from := "state IN ('asked', 'seen')"
	switch body.State {
	case Seen:
		from = "state = 'asked'"
	case Withdrawn, Refused:
		from = "state IN ('asked', 'seen', 'approved')"
	}
	decidedDevice, decidedSeq := int64(0), int64(0)
	if body.State == Approved {
		decidedDevice, decidedSeq = e.DeviceNo, e.Seq
	}
	_, err = tx.Exec("UPDATE approval_askings SET state = ?, decider = ?, decided_device = ?, decided_seq = ? WHERE device = ? AND seq = ? AND "+from,
		string(body.State), body.By, decidedDevice, decidedSeq, device, body.Of.Seq)
	return err
}
