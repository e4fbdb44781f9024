package staff_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/ledgertest"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

const (
	managerPIN = "1357"
	cashierPIN = "8642"
	otherPIN   = "9731"
	passphrase = "阳光花园二零二六"
)

// office is a book with a manager 100 (陈经理), a cashier 101 (王丽), a supervisor 200 and the printed recovery key.
type office struct {
	*testing.T
	ctx      context.Context
	path     string
	recovery string
	book     *ledger.Book
	manager  staff.Actor
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{T: t, ctx: context.Background(), path: filepath.Join(t.TempDir(), "a.book")}
	var err error
	o.recovery, err = ledger.Create(o.ctx, o.path, ledger.Founding{Estate: "阳光花园", Company: "阳光物业", Counter: "01", Passphrase: passphrase,
		Manager: staff.Entry{Code: "100", Name: "陈经理"}, ManagerPIN: managerPIN})
	require.NoError(t, err)
	o.open()
	t.Cleanup(func() { require.NoError(t, o.book.Close()) })
	o.manager, err = o.signIn("100", managerPIN)
	require.NoError(t, err)
	o.add("101", "王丽", staff.Cashier, cashierPIN)
	return o
}

func (o *office) open() {
	book, findings, err := ledger.Open(o.ctx, o.path, ledger.OpenOptions{Key: vault.Key{Passphrase: passphrase}})
	require.NoError(o, err)
	require.Empty(o, findings)
	o.book = book
}

func (o *office) signIn(who, pin string) (staff.Actor, error) {
	return o.book.Staff.SignIn(o.ctx, who, pin)
}

func (o *office) add(code, name string, role staff.Role, pin string) {
	o.Helper()
	ledgertest.Hire(o, o.book, o.manager, o.byRecovery(), staff.Entry{Code: code, Name: name, Role: role, Active: true}, pin)
}

// byRecovery is what the printed recovery key stands for while the manager alone may approve.
func (o *office) byRecovery() staff.Approval {
	o.Helper()
	approval, err := o.book.Staff.ApproveByRecovery(o.ctx, o.manager, o.recovery)
	require.NoError(o, err)
	return approval
}

func (o *office) actor(code, pin string) staff.Actor {
	o.Helper()
	actor, err := o.signIn(code, pin)
	require.NoError(o, err)
	return actor
}

func (o *office) codeOf(who, pin string) string {
	_, err := o.signIn(who, pin)
	return store.Code(err)
}

func (o *office) head() (seq int64) {
	require.NoError(o, o.book.Store.Read(o.ctx, func(tx *store.Tx) (err error) {
		seq, _, err = o.book.Journal.Head(tx)
		return err
	}))
	return seq
}

func (o *office) require(actor staff.Actor, action staff.Action) string {
	return store.Code(o.book.Store.Read(o.ctx, func(tx *store.Tx) error { return o.book.Staff.Require(tx, actor, action) }))
}

func TestFiveWrongPINsLockOutOverARestart(t *testing.T) {
	o := newOffice(t)
	for left := 4; left > 0; left-- {
		_, err := o.signIn("101", "0000")
		require.ErrorIs(t, err, store.Refuse("staff.pin_wrong"))
		require.ErrorContains(t, err, "staff.pin_wrong", left)
	}
	require.NoError(t, o.book.Close())
	o.open()
	require.Equal(t, "staff.locked", o.codeOf("101", "0000"), "the fifth, after a restart")
	require.Equal(t, "staff.locked", o.codeOf("101", cashierPIN), "the right one comes too late")
	require.NoError(t, o.book.Close())
	o.open()
	require.Equal(t, "staff.locked", o.codeOf("101", cashierPIN))
	before := o.head()
	require.Equal(t, "staff.locked", o.codeOf("101", "0000"))
	require.Equal(t, before, o.head(), "tries on a locked person fill no journal")
}

func TestARightPINForgivesWrongOnes(t *testing.T) {
	o := newOffice(t)
	for range 3 {
		for range 4 {
			require.Equal(t, "staff.pin_wrong", o.codeOf("101", "0000"))
		}
		require.Empty(t, o.codeOf("101", cashierPIN))
	}
}

func TestAnotherManagerUnlocks(t *testing.T) {
	o := newOffice(t)
	cashier := o.actor("101", cashierPIN)
	for range 5 {
		_ = o.codeOf("101", "0000")
	}
	unlock := func(by staff.Actor, id string) string { return store.Code(o.book.Staff.Unlock(o.ctx, by, id)) }
	require.Equal(t, "staff.same_person", unlock(cashier, cashier.ID()))
	o.add("102", "赵敏", staff.Supervisor, otherPIN)
	require.Equal(t, "staff.may_not", unlock(o.actor("102", otherPIN), cashier.ID()))
	require.Equal(t, "staff.unknown", unlock(o.manager, "nobody"))
	require.Empty(t, unlock(o.manager, cashier.ID()))
	require.Empty(t, o.codeOf("101", cashierPIN))
}

func TestTheRecoveryKeyUnlocksTheOnlyManager(t *testing.T) {
	o := newOffice(t)
	for range 5 {
		_ = o.codeOf("100", "0000")
	}
	require.Equal(t, "staff.locked", o.codeOf("100", managerPIN))
	unlock := func(key, pin string) string {
		return store.Code(o.book.Staff.UnlockWithRecovery(o.ctx, "100", key, pin))
	}
	require.Equal(t, "vault.recovery_typed", unlock("AAAA-BBBB", "2580"))
	require.Equal(t, "vault.recovery_typed", unlock("", "2580"))
	require.Equal(t, "staff.pin_weak", unlock(o.recovery, "1111"))
	require.Equal(t, "staff.locked", o.codeOf("100", managerPIN), "a refused new PIN unlocks nobody")
	require.Empty(t, unlock(o.recovery, "2580"))
	require.Equal(t, "staff.pin_wrong", o.codeOf("100", managerPIN))
	require.Empty(t, o.codeOf("100", "2580"))
}

func TestTheLastManagerStays(t *testing.T) {
	o := newOffice(t)
	change := func(id string, entry staff.Entry) string {
		return store.Code(o.book.Staff.Change(o.ctx, o.manager, staff.Approval{}, id, entry))
	}
	require.Equal(t, "staff.last_manager", change(o.manager.ID(), staff.Entry{Code: "100", Name: "陈经理", Role: staff.Manager}))
	require.Equal(t, "staff.last_manager", change(o.manager.ID(), staff.Entry{Code: "100", Name: "陈经理", Role: staff.Finance, Active: true}))
	o.add("110", "钱经理", staff.Manager, otherPIN)
	agreed, err := o.book.Staff.Approve(o.ctx, o.manager, "110", otherPIN, staff.GiveLogin)
	require.NoError(t, err)
	require.NoError(t, o.book.Staff.Change(o.ctx, o.manager, agreed, o.manager.ID(), staff.Entry{Code: "100", Name: "陈经理", Role: staff.Finance, Active: true}))
	require.Equal(t, "staff.may_not", change(o.manager.ID(), staff.Entry{Code: "100", Name: "陈经理", Role: staff.Manager, Active: true}),
		"rights are asked of the book, not of the sign-in")
}

func TestWhoMayDoWhat(t *testing.T) {
	c, s, f, m := staff.Cashier, staff.Supervisor, staff.Finance, staff.Manager
	for action, allowed := range map[staff.Action][]staff.Role{
		staff.Collect: {c, s, m}, staff.IssueBills: {s, f, m}, staff.Import: {s, f, m}, staff.VoidPayment: {c, s, m}, staff.Reverse: {c, s, m},
		staff.EnterLate: {c, s, m}, staff.Difference: {c, s, m}, staff.MoveCash: {c, s, m}, staff.AddBill: {c, s, f, m}, staff.Unmask: {s, f, m},
		staff.ManageStaff: {m}, staff.Settings: {m}, staff.ReadFigures: {c, s, f, m},
	} {
		for _, role := range staff.Roles {
			want := false
			for _, one := range allowed {
				want = want || one == role
			}
			require.Equal(t, want, role.May(action), "%s, %s", role, action)
		}
	}
	for action, agreeing := range map[staff.Action][]staff.Role{
		staff.VoidPayment: {s, m}, staff.Reverse: {s, f, m}, staff.EnterLate: {s, f, m}, staff.Difference: {s, m}, staff.MoveCash: {s, m},
		staff.TakeOver: {c, s, f, m}, staff.AddBill: {s, f, m}, staff.Collect: nil, staff.IssueBills: nil, staff.RaiseLimit: {s, f, m},
	} {
		for _, role := range staff.Roles {
			require.Equal(t, slices.Contains(agreeing, role), role.MayAgree(action), "%s agrees to %s", role, action)
		}
	}
	require.False(t, staff.Role("owner").May(staff.Collect))
	require.False(t, staff.Manager.May("anything"))
}

func TestRightsEndWithThePerson(t *testing.T) {
	o := newOffice(t)
	cashier := o.actor("101", cashierPIN)
	require.Empty(t, o.require(cashier, staff.Collect))
	require.Equal(t, "staff.may_not", o.require(cashier, staff.IssueBills))
	require.Equal(t, "staff.unknown", o.require(staff.Actor{}, staff.Collect), "nobody may nothing")
	require.NoError(t, o.book.Staff.Change(o.ctx, o.manager, staff.Approval{}, cashier.ID(), staff.Entry{Code: "101", Name: "王丽", Role: staff.Cashier}))
	require.Equal(t, "staff.may_not", o.require(cashier, staff.Collect))
	require.Equal(t, "staff.inactive", o.codeOf("101", cashierPIN))
	require.Equal(t, "staff.may_not", store.Code(o.book.Staff.SetPIN(o.ctx, cashier, staff.Approval{}, cashier.ID(), "2580")), "who left sets no PIN")
}

func TestAnApprovalIsForOneActionOfOnePersonOnce(t *testing.T) {
	o := newOffice(t)
	o.add("102", "赵敏", staff.Cashier, otherPIN)
	o.add("200", "李主管", staff.Supervisor, "2468")
	cashier, other := o.actor("101", cashierPIN), o.actor("102", otherPIN)
	approve := func(actor staff.Actor, action staff.Action, who, pin string) (staff.Approval, string) {
		approval, err := o.book.Staff.Approve(o.ctx, actor, who, pin, action)
		return approval, store.Code(err)
	}
	use := func(actor staff.Actor, action staff.Action, approval staff.Approval) string {
		return store.Code(o.book.Store.Read(o.ctx, func(tx *store.Tx) error {
			consent, err := o.book.Staff.Authorize(tx, actor, approval, staff.Deed{Action: action})
			if err == nil {
				require.NotZero(t, consent.Seq)
			}
			return err
		}))
	}
	_, code := approve(cashier, staff.VoidPayment, "101", cashierPIN)
	require.Equal(t, "staff.same_person", code)
	_, code = approve(cashier, staff.VoidPayment, "102", otherPIN)
	require.Equal(t, "staff.may_not_approve", code)
	_, code = approve(cashier, staff.VoidPayment, "200", "0000")
	require.Equal(t, "staff.approver_pin_wrong", code)
	_, code = approve(cashier, staff.TakeOver, "200", "0000")
	require.Equal(t, "staff.receiver_pin_wrong", code, "who takes the cash over approves nothing")
	_, code = approve(staff.Actor{}, staff.VoidPayment, "200", "2468")
	require.Equal(t, "staff.may_not", code, "nobody can be approved")

	approval, code := approve(cashier, staff.VoidPayment, "200", "2468")
	require.Empty(t, code)
	require.Equal(t, "李主管", approval.Name())
	require.Equal(t, "staff.needs_approval", use(cashier, staff.VoidPayment, staff.Approval{}))
	require.Equal(t, "staff.needs_approval", use(cashier, staff.Reverse, approval), "another action")
	require.Equal(t, "staff.needs_approval", use(other, staff.VoidPayment, approval), "another person's action")
	require.Empty(t, use(cashier, staff.VoidPayment, approval))
	require.Empty(t, use(cashier, staff.VoidPayment, approval), "a command that was refused later has not used it")

	supervisor := o.actor("200", "2468")
	require.NoError(t, o.book.Staff.Change(o.ctx, o.manager, o.agreed(), supervisor.ID(), staff.Entry{Code: "200", Name: "李主管", Role: staff.Cashier, Active: true}))
	require.Equal(t, "staff.may_not_approve", use(cashier, staff.VoidPayment, approval), "who approved may no longer")
	require.NoError(t, o.book.Staff.Change(o.ctx, o.manager, o.byRecovery(), supervisor.ID(), staff.Entry{Code: "200", Name: "李主管", Role: staff.Supervisor, Active: true}))
	require.NoError(t, o.book.Staff.Change(o.ctx, o.manager, staff.Approval{}, cashier.ID(), staff.Entry{Code: "101", Name: "王丽", Role: staff.Cashier}))
	require.Equal(t, "staff.may_not", use(cashier, staff.VoidPayment, approval), "who asked has left")
}

func TestPINsAreChecked(t *testing.T) {
	o := newOffice(t)
	for pin, code := range map[string]string{"": "staff.pin_form", "123": "staff.pin_form", "123456789": "staff.pin_form", "12a4": "staff.pin_form",
		"１３５７": "staff.pin_form", "1111": "staff.pin_weak", "1234": "staff.pin_weak", "98765432": "staff.pin_weak", "1357": "", "19491001": ""} {
		require.Equal(t, code, store.Code(o.book.Staff.SetPIN(o.ctx, o.manager, staff.Approval{}, o.manager.ID(), pin)), pin)
	}
	require.Equal(t, "staff.unknown", store.Code(o.book.Staff.SetPIN(o.ctx, o.manager, staff.Approval{}, "nobody", "1357")))
	cashier := o.actor("101", cashierPIN)
	require.Empty(t, store.Code(o.book.Staff.SetPIN(o.ctx, cashier, staff.Approval{}, cashier.ID(), "2580")), "one's own")
	require.Equal(t, "staff.may_not", store.Code(o.book.Staff.SetPIN(o.ctx, cashier, staff.Approval{}, o.manager.ID(), "2580")), "not the manager's")
}

func TestPeopleAreAddedByManagers(t *testing.T) {
	o := newOffice(t)
	cashier := o.actor("101", cashierPIN)
	entry := staff.Entry{Code: "105", Name: " 周杰 ", Role: staff.Cashier, Active: true}
	add := func(by staff.Actor, change func(*staff.Entry)) string {
		told := entry
		change(&told)
		return store.Code(o.book.Staff.Add(o.ctx, by, staff.Approval{}, told, "2580"))
	}
	require.Equal(t, "staff.may_not", add(cashier, func(*staff.Entry) {}))
	require.Equal(t, "staff.code_used", add(o.manager, func(e *staff.Entry) { e.Code = "101" }))
	require.Equal(t, "staff.code_form", add(o.manager, func(e *staff.Entry) { e.Code = "1234567" }))
	for _, name := range []string{"  ", "王\n李慧\t批准", "王\u202e", "\u200b"} {
		require.Equal(t, "staff.name_form", add(o.manager, func(e *staff.Entry) { e.Name = name }), "%q", name)
	}
	require.Equal(t, "staff.role", add(o.manager, func(e *staff.Entry) { e.Role = "owner" }))
	require.Empty(t, add(o.manager, func(*staff.Entry) {}))
	require.NoError(t, o.book.Staff.OwnPIN(o.ctx, "周杰", "2580", otherPIN))
	require.Equal(t, "周杰", o.actor("周杰", otherPIN).Name())
	require.Equal(t, "staff.unknown", o.codeOf("无此人", "2580"))
	o.add("106", "周杰", staff.Cashier, "2580")
	require.Equal(t, "staff.name_twice", o.codeOf("周杰", "2580"))
	require.Equal(t, "staff.founded", store.Code(o.book.Staff.Found(o.ctx, entry, "2580")))
}

func TestNoNameAndNoPINIsInTheJournal(t *testing.T) {
	o := newOffice(t)
	_ = o.codeOf("101", "7777")
	require.NoError(t, o.book.Store.Read(o.ctx, func(tx *store.Tx) error {
		return tx.Each("SELECT body FROM events", nil, func(scan func(dest ...any) error) error {
			var body string
			err := scan(&body)
			for _, secret := range []string{"陈经理", "王丽", managerPIN + `"`, `"7777`, passphrase} {
				require.NotContains(t, body, secret)
			}
			return err
		})
	}))
}

// A payment may round, waive and be entered late at once: one PIN of one person stands for all that takes a second one.
func TestSeveralDeedsAreAuthorizedAtOnce(t *testing.T) {
	o := newOffice(t)
	o.add("200", "李主管", staff.Supervisor, "2468")
	ledgertest.Hire(t, o.book, o.manager, o.agreed(), staff.Entry{Code: "300", Name: "财务", Role: staff.Finance, Active: true}, "3690")
	cashier, supervisor := o.actor("101", cashierPIN), o.actor("200", "2468")
	approved := func(by staff.Actor, who, pin string, actions ...staff.Action) staff.Approval {
		approval, err := o.book.Staff.Approve(o.ctx, by, who, pin, actions[0], actions[1:]...)
		require.NoError(t, err)
		return approval
	}
	ask := func(by staff.Actor, approval staff.Approval, deeds ...staff.Deed) (consent staff.Consent, code string) {
		return consent, store.Code(o.book.Store.Read(o.ctx, func(tx *store.Tx) (err error) {
			consent, err = o.book.Staff.Authorize(tx, by, approval, deeds...)
			return err
		}))
	}
	collect, round, late := staff.Deed{Action: staff.Collect}, staff.Deed{Action: staff.Round, Fen: 9}, staff.Deed{Action: staff.EnterLate}
	waive := func(fen money.Fen) staff.Deed {
		return staff.Deed{Action: staff.WaiveFee, Fen: fen, DayFen: fen, DayCount: 1}
	}

	consent, code := ask(cashier, staff.Approval{}, collect, round, waive(10_00))
	require.Empty(t, code)
	require.Zero(t, consent, "all of it alone")
	_, code = ask(cashier, staff.Approval{}, collect, round, waive(10_01))
	require.Equal(t, "staff.needs_approval", code)
	_, code = ask(supervisor, staff.Approval{}, collect, waive(10_01))
	require.Empty(t, code, "that limit is a cashier's")
	_, code = ask(supervisor, staff.Approval{}, waive(5_000_01))
	require.Equal(t, "staff.needs_approval", code, "that of a day is everybody's")
	_, code = ask(supervisor, staff.Approval{}, staff.Deed{Action: staff.UndoBills, DayCount: 21})
	require.Equal(t, "staff.needs_approval", code)
	_, code = ask(cashier, approved(cashier, "200", "2468", staff.EnterLate), collect, waive(10_01), late)
	require.Equal(t, "staff.needs_approval", code, "the word is for one of the two")
	both := approved(cashier, "300", "3690", staff.WaiveFee, staff.EnterLate)
	consent, code = ask(cashier, both, collect, waive(10_01), late)
	require.Empty(t, code)
	require.NotZero(t, consent.Seq)
	_, code = ask(cashier, both, collect, late)
	require.Empty(t, code, "a word for more")
	_, code = ask(cashier, both, collect, late, staff.Deed{Action: staff.Difference, Fen: -10_01})
	require.Equal(t, "staff.needs_approval", code, "short is as much as over")
	_, code = ask(cashier, both, collect, staff.Deed{Action: staff.IssueBills})
	require.Equal(t, "staff.may_not", code)
	for _, limit := range staff.Limits {
		if limit.Never {
			beyond := staff.Deed{Action: limit.Action, Fen: money.Fen(limit.Default) + 1}
			_, code = ask(supervisor, staff.Approval{}, collect, beyond)
			require.Equal(t, "staff.beyond_limit", code, "%s: nobody", limit.Name)
		}
	}
	moves := approved(cashier, "200", "2468", staff.MoveCash)
	_, code = ask(cashier, moves, staff.Deed{Action: staff.MoveCash, Fen: 10_000_00})
	require.Empty(t, code)
	_, code = ask(cashier, moves, staff.Deed{Action: staff.MoveCash, Fen: 10_000_01})
	require.Equal(t, "staff.beyond_limit", code, "not with a second person either")
	_, err := o.book.Staff.Approve(o.ctx, cashier, "300", "3690", staff.EnterLate, staff.VoidPayment)
	require.Equal(t, "staff.may_not_approve", store.Code(err), "finance agrees to one of them alone")
}
