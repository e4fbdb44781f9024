package audit_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/audit"
	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// desk is a book in which a test forges events with the book's own key, as a program would that does not ask for rights.
type desk struct {
	*ledgertest.Desk
	finance staff.Actor
}

func newDesk(t *testing.T) *desk {
	d := &desk{Desk: ledgertest.New(t, time.Date(2026, 11, 21, 9, 0, 0, 0, calendar.Zone), ledger.Register{})}
	ledgertest.Hire(t, d.Book, d.Manager, d.Approve(d.Manager, staff.GiveLogin), staff.Entry{Code: "300", Name: "赵会计", Role: staff.Finance, Active: true}, "3690")
	d.finance = d.SignIn("300", "3690")
	return d
}

// forge appends an event as it is and returns its key.
func (d *desk) forge(kind string, body map[string]any) string {
	d.Helper()
	var e journal.Event
	require.NoError(d, d.Book.Store.Write(d.Ctx, func(tx *store.Tx) (err error) {
		e, err = d.Book.Journal.Append(tx, kind, body)
		return err
	}), kind)
	return fmt.Sprintf("1/%d", e.Seq)
}

// named returns what the audit says of the rights, by the keys of the events.
func (d *desk) named() map[string]string {
	d.Helper()
	findings, err := d.Book.Audit().Full(d.Ctx, nil)
	require.NoError(d, err)
	named := make(map[string]string)
	for _, finding := range findings {
		if finding.Check == "right" {
			named[finding.Key] += finding.Detail + "; "
		}
	}
	return named
}

// agreed is the consent that an approval of the supervisor gives for an action of a person.
func (d *desk) agreed(by staff.Actor, action staff.Action) map[string]any {
	d.Helper()
	d.Approve(by, action)
	var seq int64
	d.Read(func(tx *store.Tx) (err error) {
		seq, _, err = d.Book.Journal.Head(tx)
		return err
	})
	return map[string]any{"person": d.Supervisor.ID(), "seq": seq}
}

func TestTheAuditKnowsWhoMayDoEveryKindOfEvent(t *testing.T) {
	d := newDesk(t)
	var kinds []string
	for _, projector := range d.Book.Journal.Projectors() {
		kinds = append(kinds, projector.Kind)
	}
	slices.Sort(kinds)
	require.Equal(t, slices.Compact(kinds), audit.RightKinds())
}

func TestAnEventOfSomebodyWithoutTheRightIsNamed(t *testing.T) {
	d := newDesk(t)
	cashier, supervisor, manager, finance := d.Cashier.ID(), d.Supervisor.ID(), d.Manager.ID(), d.finance.ID()
	limit := func(by string, value int64, approver any) string {
		return d.forge("limit.set", map[string]any{"limit": "difference_max_fen", "value": value, "by": by, "approver": approver})
	}
	freeze := func(by string, approver any) string {
		return d.forge("prepayment.frozen", map[string]any{"object": "0011", "purpose": "", "frozen": true, "reason": "other", "by": by, "approver": approver})
	}
	nobody := map[string]any{"person": "", "seq": 0}
	wanted := map[string]string{}
	want := func(key, detail string) { wanted[key] = detail }

	require.Empty(t, d.named())
	want(limit(cashier, 900, nobody), "who may not settings")
	want(limit("", 800, nobody), "knew nobody")
	want(limit("somebody", 700, nobody), "knew nobody")
	want(d.forge("policy.set", map[string]any{"name": "estate", "value": "另一个", "by": finance}), "who may not settings")
	want(d.forge("person.unmasked", map[string]any{"person": "p", "by": cashier}), "who may not unmask")
	want(freeze(cashier, nobody), "takes a second person to freeze_prepaid")
	want(freeze(finance, d.agreed(d.Cashier, staff.FreezePrepaid)), "who may not freeze_prepaid")
	want(freeze(supervisor, d.agreed(d.Cashier, staff.FreezePrepaid)), "agreed to it too")
	want(freeze(cashier, d.agreed(d.Cashier, staff.VoidPayment)), "agreed to something else")
	want(freeze(cashier, map[string]any{"person": manager, "seq": 3}), "is not one in which that person agreed")
	want(freeze(manager, map[string]any{"person": cashier, "seq": 6}), "may not agree to")
	good := freeze(cashier, d.agreed(d.Cashier, staff.FreezePrepaid))

	// What takes two only once somebody was asked for money, or beyond a limit.
	want(d.forge("staff.recorded", map[string]any{"person": "newcomer", "code": "777", "role": "supervisor", "active": true, "name": map[string]any{"subject": "", "version": 0, "digest": nil},
		"by": manager, "approver": nobody, "alone": false}), "takes a second person to give_login")
	want(d.forge("staff.recorded", map[string]any{"person": "lonely", "code": "778", "role": "supervisor", "active": true, "name": map[string]any{"subject": "", "version": 0, "digest": nil},
		"by": manager, "approver": nobody, "alone": true}), "takes a second person to give_login")
	want(d.forge("staff.unlocked", map[string]any{"person": manager, "by": manager}), "agreed to it too")
	want(d.forge("shift.opened", map[string]any{"counter": "01", "no": 1, "cashier": finance, "businessOn": "2026-11-21", "floatFen": 0, "first": true, "leftFen": 0, "differenceFen": 0,
		"approver": nobody, "reason": ""}), "who may not collect")
	want(d.forge("drawer.opened", map[string]any{"shift": 1, "reason": "other", "by": cashier}), "somebody else's")

	named := d.named()
	for key, detail := range wanted {
		require.Contains(t, named[key], detail, key)
	}
	require.NotContains(t, named, good)
	require.Len(t, named, len(wanted))
}

// A new recovery key that nobody agreed to is named.
func TestANewRecoveryKeyThatNobodyAgreedToIsNamed(t *testing.T) {
	d := newDesk(t)
	key := d.forge("vault.slot_set", map[string]any{"slot": map[string]any{"subject": "slot/recovery", "version": 1, "digest": []byte("d")}, "by": d.Manager.ID(), "alone": true})
	require.Contains(t, d.named()[key], "takes a second person to give_login")
}

// The right is that of the moment: who did something as a manager and is none any more did it rightly, and who does it afterwards does not.
func TestTheRightIsThatOfTheMoment(t *testing.T) {
	d := newDesk(t)
	require.NoError(t, d.Book.Staff.SetLimit(d.Ctx, d.Manager, staff.Approval{}, staff.DifferenceMax, 900))
	ledgertest.Hire(t, d.Book, d.Manager, d.Approve(d.Manager, staff.GiveLogin), staff.Entry{Code: "500", Name: "孙经理", Role: staff.Manager, Active: true}, "8520")
	next := d.SignIn("500", "8520")
	require.NoError(t, d.Book.Staff.SetPIN(d.Ctx, next, d.Approve(next, staff.GiveLogin), d.Cashier.ID(), "9753"))
	require.NoError(t, d.Book.Staff.Change(d.Ctx, next, d.Approve(next, staff.GiveLogin), d.Manager.ID(), staff.Entry{Code: "100", Name: "陈经理", Role: staff.Cashier, Active: true}))
	require.NoError(t, d.Book.Staff.Change(d.Ctx, next, staff.Approval{}, d.Cashier.ID(), staff.Entry{Code: "101", Name: "王丽", Role: staff.Cashier, Active: false}))
	require.Empty(t, d.named())

	demoted := d.forge("limit.set", map[string]any{"limit": "difference_max_fen", "value": 800, "by": d.Manager.ID(), "approver": map[string]any{"person": "", "seq": 0}})
	left := d.forge("receipt.large_set", map[string]any{"object": "0011", "large": true, "by": d.Cashier.ID()})
	named := d.named()
	require.Contains(t, named[demoted], "was cashier then")
	require.Contains(t, named[left], "was not active then")
	require.Len(t, named, 2)
}

// A shift on a day far from the last is named where nobody agreed to it.
func TestAFarOpeningThatNobodyAgreedToIsNamed(t *testing.T) {
	d := newDesk(t)
	_, err := d.Book.Till.Open(d.Ctx, d.Cashier, till.Opening{Counted: till.CountedSum(0)})
	require.NoError(t, err)
	_, err = d.Book.Till.Count(d.Ctx, d.Cashier, till.CountedSum(0))
	require.NoError(t, err)
	_, err = d.Book.Till.Close(d.Ctx, d.Cashier, till.Closing{})
	require.NoError(t, err)
	key := d.forge("shift.opened", map[string]any{"counter": "01", "no": 2, "cashier": d.Cashier.ID(), "businessOn": "2027-11-21", "floatFen": 5000, "first": false, "leftFen": 0,
		"differenceFen": 5000, "approver": map[string]any{"person": "", "seq": 0}, "reason": "unknown"})
	named := d.named()
	require.Contains(t, named[key], "difference, open_far")
	require.Len(t, named, 1)
}
