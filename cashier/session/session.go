package session

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"sync/atomic"

	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Session is the open book and who is signed in at the counter. Every room of the counter works in it.
type Session struct {
	Book *ledger.Book

	// now guards who is signed in: the window changes it while work in the background reads it.
	now    sync.RWMutex
	actor  staff.Actor
	signed bool
	// cutoffHour is the cut-off as State read it last.
	cutoffHour atomic.Int64
}

// New makes a session in which nobody is signed in. It asks the book for nothing: see SeeCutoff.
func New(book *ledger.Book) *Session { return &Session{Book: book} }

// SeeCutoff takes in the hour at which a business day ends, before State has read it for the first time.
func (s *Session) SeeCutoff(hour int) { s.cutoffHour.Store(int64(hour)) }

// Today returns the business day that it is now without asking the book, for whoever draws a screen: by the cut-off that State
// read last.
func (s *Session) Today() calendar.Date {
	return calendar.BusinessDate(s.Book.Journal.Now(), int(s.cutoffHour.Load()))
}

// SignIn makes a person the one at the counter; answers as staff.SignIn does.
func (s *Session) SignIn(ctx context.Context, who, pin string) (staff.Actor, error) {
	actor, err := s.Book.Staff.SignIn(ctx, who, pin)
	if err == nil {
		s.setActor(actor, true)
	}
	return actor, err
}

// SignOut leaves the counter locked; an open shift stays open.
func (s *Session) SignOut() { s.setActor(staff.Actor{}, false) }

func (s *Session) setActor(actor staff.Actor, signed bool) {
	s.now.Lock()
	defer s.now.Unlock()
	s.actor, s.signed = actor, signed
}

// Actor returns who is signed in, and whether anybody is.
func (s *Session) Actor() (staff.Actor, bool) {
	s.now.RLock()
	defer s.now.RUnlock()
	return s.actor, s.signed
}

// Who returns the person in whose name a command is done; nobody signed in is refused by every command's own check. A command
// of several steps asks once, so that all of them are done in one name.
func (s *Session) Who() staff.Actor {
	actor, _ := s.Actor()
	return actor
}

// Second is a second person's code and PIN, typed into an approval. Law says that what the rules of the law say was shown before they
// were typed: only then does the approval pass what should be kept. Recovery is the printed recovery key, which stands for a second
// person where nobody else may approve, "" where there is one.
type Second struct {
	Who, PIN string
	Law      bool
	Recovery string
}

// Approval asks the book for a second person's approval of by's actions; nobody typed, or no action, is an approval of nobody.
// Errors: those of staff.Approve and staff.ApproveByRecovery.
func (s *Session) Approval(ctx context.Context, by staff.Actor, second Second, actions ...staff.Action) (staff.Approval, error) {
	if second.Recovery != "" {
		return s.Book.Staff.ApproveByRecovery(ctx, by, second.Recovery)
	}
	actions = slices.DeleteFunc(slices.Clone(actions), func(a staff.Action) bool { return a == staff.PassLaw })
	if second.Law {
		actions = append(actions, staff.PassLaw)
	}
	if second.Who == "" && second.PIN == "" || len(actions) == 0 {
		return staff.Approval{}, nil
	}
	return s.Book.Staff.Approve(ctx, by, second.Who, second.PIN, actions[0], actions[1:]...)
}

// Agreed does something that two people do, or one where the book lets them: the person signed in and the one who typed
// Second. Errors: those of Approval and of the work.
func (s *Session) Agreed(ctx context.Context, action staff.Action, second Second, work func(by staff.Actor, approval staff.Approval) error) error {
	by := s.Who()
	approval, err := s.Approval(ctx, by, second, action)
	if err != nil {
		return err
	}
	return work(by, approval)
}

// LocalSetting reads one of this machine's settings ("" when never set): language, text size, what a screen remembers.
func (s *Session) LocalSetting(ctx context.Context, name string) (value string, err error) {
	err = s.Book.Store.Read(ctx, func(tx *store.Tx) error {
		value, err = store.Setting(tx, "screen."+name)
		return err
	})
	return value, err
}

// SetLocalSetting writes one of this machine's settings.
func (s *Session) SetLocalSetting(ctx context.Context, name, value string) error {
	return s.Book.Store.Write(ctx, func(tx *store.Tx) error { return store.SetSetting(tx, "screen."+name, value) })
}

// LocalValue reads one of this machine's settings that has several parts; into, a pointer, stays as it is where nothing was ever set.
func (s *Session) LocalValue(ctx context.Context, name string, into any) error {
	text, err := s.LocalSetting(ctx, name)
	if err != nil || text == "" {
		return err
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return store.Fail(store.CodeInternal, err)
	}
	return nil
}

// SetLocalValue writes one of this machine's settings that has several parts.
func (s *Session) SetLocalValue(ctx context.Context, name string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return store.Fail(store.CodeInternal, err)
	}
	return s.SetLocalSetting(ctx, name, string(text))
}
