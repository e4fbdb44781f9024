package staff_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

const supervisorPIN = "2468"

// withSupervisor is an office in which somebody beside the manager may approve.
func withSupervisor(t *testing.T) *office {
	o := newOffice(t)
	o.add("200", "李主管", staff.Supervisor, supervisorPIN)
	return o
}

// agreed returns the approval of what makes an approver, by the supervisor.
func (o *office) agreed() staff.Approval {
	o.Helper()
	approval, err := o.book.Staff.Approve(o.ctx, o.manager, "200", supervisorPIN, staff.GiveLogin)
	require.NoError(o, err)
	return approval
}

// adds adds somebody, who then sets otherPIN as the own one.
func (o *office) adds(approval staff.Approval, code string, role staff.Role) string {
	err := o.book.Staff.Add(o.ctx, o.manager, approval, staff.Entry{Code: code, Name: "新人" + code, Role: role, Active: true}, "50817")
	if err == nil {
		err = o.book.Staff.OwnPIN(o.ctx, code, "50817", otherPIN)
	}
	return store.Code(err)
}

func (o *office) changes(approval staff.Approval, who staff.Actor, role staff.Role, active bool) string {
	return store.Code(o.book.Staff.Change(o.ctx, o.manager, approval, who.ID(), staff.Entry{Code: who.Code(), Name: who.Name(), Role: role, Active: active}))
}

// told returns how many events of a kind name an approver, and how many say that there was none to ask.
func (o *office) told(kind string) (approved, alone int) {
	o.Helper()
	require.NoError(o, o.book.Store.Read(o.ctx, func(tx *store.Tx) error {
		_, err := tx.Get(`SELECT count(*) FILTER (WHERE json_extract(body, '$.approver.person') <> ''), count(*) FILTER (WHERE json_extract(body, '$.alone'))
			FROM events WHERE kind = ?`, []any{kind}, &approved, &alone)
		return err
	}))
	return approved, alone
}

// ofAnother is the recovery key, brought for another person's deed.
func (o *office) ofAnother(actor staff.Actor) staff.Approval {
	o.Helper()
	approval, err := o.book.Staff.ApproveByRecovery(o.ctx, actor, o.recovery)
	require.NoError(o, err)
	return approval
}

// count returns how many events of a kind have a field set.
func (o *office) count(kind, field string) (count int) {
	o.Helper()
	require.NoError(o, o.book.Store.Read(o.ctx, func(tx *store.Tx) error {
		_, err := tx.Get("SELECT count(*) FROM events WHERE kind = ? AND json_extract(body, ?)", []any{kind, "$." + field}, &count)
		return err
	}))
	return count
}

func (o *office) authorize(approval staff.Approval, action staff.Action) string {
	return store.Code(o.book.Store.Read(o.ctx, func(tx *store.Tx) error {
		_, err := o.book.Staff.Authorize(tx, o.manager, approval, staff.Deed{Action: action})
		return err
	}))
}

// A manager who could make a second login that approves, or set the PIN of one, would be both people of every deed that takes two.
func TestNobodyMakesTheirOwnApprover(t *testing.T) {
	o := withSupervisor(t)
	cashier, supervisor := o.actor("101", cashierPIN), o.actor("200", supervisorPIN)
	for _, role := range staff.Roles {
		require.Equal(t, staff.CodeNeedsApproval, o.adds(staff.Approval{}, "201", role), "a login of one's own: %s", role)
		if role.IsApprover() {
			require.Equal(t, staff.CodeNeedsApproval, o.changes(staff.Approval{}, cashier, role, true), "a cashier who approves from now on: %s", role)
		}
	}
	require.Equal(t, staff.CodeNeedsApproval, store.Code(o.book.Staff.SetPIN(o.ctx, o.manager, staff.Approval{}, supervisor.ID(), "9753")), "a colleague's PIN")
	require.Empty(t, o.codeOf("200", supervisorPIN), "which is as it was")

	require.Empty(t, o.adds(o.agreed(), "201", staff.Finance))
	require.Empty(t, o.changes(o.agreed(), cashier, staff.Supervisor, true))
	require.Empty(t, o.changes(staff.Approval{}, cashier, staff.Supervisor, false), "to take it away is one person's")
	require.Equal(t, staff.CodeNeedsApproval, o.changes(staff.Approval{}, cashier, staff.Supervisor, true), "to give it back is not")
	require.Equal(t, staff.CodeNeedsApproval, o.changes(staff.Approval{}, cashier, staff.Cashier, true), "nor a login that takes money only: it would ask, and the manager approve")
	approved, _ := o.told("staff.recorded")
	require.Equal(t, 2, approved)
}

// Whoever's login it is cannot be the second person for it: the manager typed the PIN that the login has.
func TestWhoseLoginItIsDoesNotApproveIt(t *testing.T) {
	o := withSupervisor(t)
	require.Empty(t, o.adds(o.agreed(), "201", staff.Finance))
	finance, supervisor := o.actor("201", otherPIN), o.actor("200", supervisorPIN)
	require.Equal(t, staff.CodeOwnLogin, o.changes(o.agreed(), supervisor, staff.Manager, true))
	require.Equal(t, staff.CodeOwnLogin, store.Code(o.book.Staff.SetPIN(o.ctx, o.manager, o.agreed(), supervisor.ID(), "9753")))
	require.Empty(t, store.Code(o.book.Staff.SetPIN(o.ctx, o.manager, o.agreed(), finance.ID(), "9753")))
	approved, alone := o.told("staff.pin_set")
	require.Equal(t, []int{1, 0}, []int{approved, alone})
}

func TestOnesOwnPINTakesNobodyElse(t *testing.T) {
	o := withSupervisor(t)
	require.NoError(t, o.book.Staff.SetPIN(o.ctx, o.manager, staff.Approval{}, o.manager.ID(), "9753"))
}

// A manager who sets a cashier's PIN acts as the cashier and approves as the manager. To take an approver's rights away first is no way to
// the PIN either.
func TestNobodyAloneKnowsAColleaguesPIN(t *testing.T) {
	o := withSupervisor(t)
	require.Empty(t, o.adds(o.agreed(), "201", staff.Finance))
	cashier, finance := o.actor("101", cashierPIN), o.actor("201", otherPIN)
	setPIN := func(approval staff.Approval, who staff.Actor) string {
		return store.Code(o.book.Staff.SetPIN(o.ctx, o.manager, approval, who.ID(), "8531"))
	}
	require.Equal(t, staff.CodeNeedsApproval, setPIN(staff.Approval{}, cashier))
	require.Empty(t, o.codeOf("101", cashierPIN))
	require.Empty(t, o.changes(staff.Approval{}, finance, staff.Cashier, true), "to give somebody less to do is one person's")
	require.Equal(t, staff.CodeNeedsApproval, setPIN(staff.Approval{}, finance))
	require.Equal(t, staff.CodeNeedsApproval, o.changes(staff.Approval{}, finance, staff.Finance, true))
	require.Empty(t, setPIN(o.agreed(), cashier))
}

// While the manager alone may approve, no second person can be asked: a supervisor whom the manager made alone would be the manager. The
// recovery key lies in a safe. Who only takes money is hired alone, and the event says so.
func TestWhileOneMayApproveTheRecoveryKeyMakesAnother(t *testing.T) {
	o := newOffice(t)
	_, alone := o.told("staff.recorded")
	require.Equal(t, 1, alone, "the cashier")
	cashier := o.actor("101", cashierPIN)
	is := func(want string, of func(approval staff.Approval) string) {
		t.Helper()
		require.Equal(t, staff.CodeNeedsRecovery, of(staff.Approval{}))
		require.Equal(t, staff.CodeNeedsRecovery, of(o.ofAnother(cashier)), "brought for somebody else")
		require.Equal(t, want, of(o.byRecovery()))
	}
	for _, role := range staff.Roles {
		if role.IsApprover() {
			require.Equal(t, staff.CodeNeedsRecovery, o.adds(staff.Approval{}, "201", role))
			require.Equal(t, staff.CodeNeedsRecovery, o.changes(staff.Approval{}, cashier, role, true))
		}
	}
	require.Equal(t, staff.CodeMayNot, store.Code(o.book.Staff.Add(o.ctx, cashier, staff.Approval{}, staff.Entry{Code: "201", Name: "孙静", Role: staff.Manager, Active: true}, "50817")),
		"who may not is told so first")
	is("", func(approval staff.Approval) string { return o.adds(approval, "200", staff.Supervisor) })
	require.Equal(t, 1, o.count("staff.recorded", "recovery"))
	supervisor := o.actor("200", otherPIN)
	require.Equal(t, staff.CodeNeedsApproval, o.adds(o.byRecovery(), "201", staff.Finance), "there is somebody to ask now")
	agreed, err := o.book.Staff.Approve(o.ctx, o.manager, "200", otherPIN, staff.GiveLogin)
	require.NoError(t, err)
	require.Empty(t, o.changes(agreed, supervisor, staff.Supervisor, false))
	is("", func(approval staff.Approval) string {
		return store.Code(o.book.Staff.SetPIN(o.ctx, o.manager, approval, supervisor.ID(), "9753"))
	})
	is("", func(approval staff.Approval) string { return o.changes(approval, supervisor, staff.Supervisor, true) })
	require.Equal(t, 2, o.count("staff.recorded", "recovery"))
	require.Equal(t, 1, o.count("staff.pin_set", "recovery"))
}

// A manager who may approve alone takes somebody's role away alone, but gives nothing back without the key: neither the role nor a PIN
// and then the role.
func TestNoRoundaboutWayMakesAnApproverAlone(t *testing.T) {
	o := newOffice(t)
	cashier := o.actor("101", cashierPIN)
	require.NoError(t, o.book.Staff.SetPIN(o.ctx, o.manager, staff.Approval{}, cashier.ID(), "50817"), "a cashier's PIN is set alone")
	require.Empty(t, o.changes(staff.Approval{}, cashier, staff.Cashier, false))
	require.Equal(t, staff.CodeNeedsRecovery, o.changes(staff.Approval{}, cashier, staff.Supervisor, false), "who is away, and would come back")
	require.Equal(t, staff.CodeNeedsRecovery, o.changes(staff.Approval{}, cashier, staff.Manager, true))
	require.Empty(t, o.changes(staff.Approval{}, cashier, staff.Cashier, true))
	require.Equal(t, staff.CodeNeedsRecovery, o.changes(staff.Approval{}, cashier, staff.Finance, true))
	_, err := o.book.Staff.ApproveByRecovery(o.ctx, o.manager, "AAAA-BBBB")
	require.Equal(t, "vault.recovery_typed", store.Code(err))
	_, err = o.book.Staff.ApproveByRecovery(o.ctx, o.manager, " ")
	require.Equal(t, "vault.recovery_typed", store.Code(err), "none is not the key of the machine")
	_, err = o.book.Staff.ApproveByRecovery(o.ctx, staff.Actor{}, o.recovery)
	require.Equal(t, staff.CodeMayNot, store.Code(err))
	_, err = o.book.Staff.Approve(o.ctx, o.manager, "101", cashierPIN, staff.GiveLogin)
	require.Error(t, err)
	require.Equal(t, staff.CodeNeedsApproval, o.authorize(o.byRecovery(), staff.RaiseLimit), "the key approves nothing else")
}

// Where only the two of them may approve, the colleague says yes with the PIN that is about to go. A manager alone has no way to it.
func TestOfTwoApproversTheOtherAgreesToTheOwnLogin(t *testing.T) {
	o := withSupervisor(t)
	supervisor := o.actor("200", supervisorPIN)
	require.Equal(t, staff.CodeNeedsApproval, store.Code(o.book.Staff.SetPIN(o.ctx, o.manager, staff.Approval{}, supervisor.ID(), "9753")))
	require.NoError(t, o.book.Staff.SetPIN(o.ctx, o.manager, o.agreed(), supervisor.ID(), "9753"))
	require.Equal(t, staff.CodePINGiven, o.codeOf("200", "9753"))
	require.NoError(t, o.book.Staff.UnlockWithRecovery(o.ctx, "200", o.recovery, supervisorPIN), "who has forgotten it comes in by the recovery key")
}

// The approval may be asked for beforehand, is for exactly that login and that role, and not given by whose login it is.
func TestAnApproverIsAskedForInTheQueue(t *testing.T) {
	o := withSupervisor(t)
	require.Empty(t, o.adds(o.agreed(), "201", staff.Finance))
	finance, supervisor := o.actor("201", otherPIN), o.actor("200", supervisorPIN)
	refused := o.book.Staff.SetPIN(o.ctx, o.manager, staff.Approval{}, finance.ID(), "9753")
	deed, found := staff.Wanted(refused)
	require.True(t, found)
	asked, err := o.book.Staff.AskApproval(o.ctx, o.manager, staff.AskFor("ask1", deed))
	require.NoError(t, err)
	_, err = o.book.Staff.DecideApproval(o.ctx, finance, asked.Number, true)
	require.Equal(t, staff.CodeOwnLogin, store.Code(err))
	_, err = o.book.Staff.DecideApproval(o.ctx, supervisor, asked.Number, true)
	require.NoError(t, err)
	require.Equal(t, staff.CodeNeedsApproval, store.Code(o.book.Staff.SetPIN(o.ctx, o.manager, staff.Approval{}, supervisor.ID(), "9753")), "another login")
	require.Equal(t, staff.CodeNeedsApproval, o.changes(staff.Approval{}, finance, staff.Manager, true), "another deed")
	require.NoError(t, o.book.Staff.SetPIN(o.ctx, o.manager, staff.Approval{}, finance.ID(), "9753"))
}

// Whoever may agree to anything at all counts as one who approves: a role that a new right lets agree must not be given alone.
func TestWhoAgreesToAnythingIsAnApprover(t *testing.T) {
	for _, right := range staff.Rights {
		if right.Action == staff.TakeOver {
			continue // to take cash over approves nothing
		}
		for _, role := range right.Agree {
			require.True(t, role.IsApprover(), "%s agrees to %s", role, right.Action)
		}
	}
	require.False(t, staff.Cashier.IsApprover())
}

// Whoever may unlock a colleague could try all PINs, five at a time. After three times within a day the person gets another PIN instead.
func TestNobodyTriesAllPINsByUnlocking(t *testing.T) {
	o := withSupervisor(t)
	supervisor := o.actor("200", supervisorPIN)
	for range 3 {
		for range 5 {
			require.NotEmpty(t, o.codeOf("200", "7777"))
		}
		require.NoError(t, o.book.Staff.Unlock(o.ctx, o.manager, supervisor.ID()))
	}
	for range 5 {
		require.NotEmpty(t, o.codeOf("200", "7777"))
	}
	require.Equal(t, "staff.unlocked_often", store.Code(o.book.Staff.Unlock(o.ctx, o.manager, supervisor.ID())))
	require.Equal(t, staff.CodeLocked, o.codeOf("200", supervisorPIN))
	require.NoError(t, o.book.Staff.UnlockWithRecovery(o.ctx, "200", o.recovery, "9753"))
	require.Empty(t, o.codeOf("200", "9753"))
}

// An approval of a login is for the person whose name was read, and nobody is called by a number that may be another's.
func TestAnApprovalOfALoginIsForWhoseNameWasRead(t *testing.T) {
	o := withSupervisor(t)
	add := func(name string) error {
		return o.book.Staff.Add(o.ctx, o.manager, staff.Approval{}, staff.Entry{Code: "103", Name: name, Role: staff.Cashier, Active: true}, otherPIN)
	}
	deed, found := staff.Wanted(add("张三"))
	require.True(t, found)
	require.Equal(t, "张三", deed.Note)
	require.NotContains(t, string(deed.Terms), "张三")
	asked, err := o.book.Staff.AskApproval(o.ctx, o.manager, staff.AskFor("ask", deed))
	require.NoError(t, err)
	_, err = o.book.Staff.DecideApproval(o.ctx, o.actor("200", supervisorPIN), asked.Number, true)
	require.NoError(t, err)
	require.Equal(t, staff.CodeNeedsApproval, store.Code(add("李四")))
	require.NoError(t, add("张三"))
	require.Equal(t, staff.CodeNameForm, store.Code(o.book.Staff.Add(o.ctx, o.manager, o.agreed(), staff.Entry{Code: "104", Name: "200", Role: staff.Cashier, Active: true}, otherPIN)))
}

// Who could send the only other approver away alone would be left alone, and give a second login to anybody.
func TestTheOnlyOtherApproverAgreesToGo(t *testing.T) {
	o := withSupervisor(t)
	supervisor := o.actor("200", supervisorPIN)
	require.Equal(t, staff.CodeNeedsApproval, o.changes(staff.Approval{}, supervisor, staff.Supervisor, false))
	require.Equal(t, staff.CodeNeedsApproval, o.changes(staff.Approval{}, supervisor, staff.Cashier, true))
	require.Empty(t, o.adds(o.agreed(), "201", staff.Finance))
	require.Empty(t, o.changes(staff.Approval{}, supervisor, staff.Cashier, true), "somebody is left who may approve")
	finance := o.actor("201", otherPIN)
	require.Equal(t, staff.CodeNeedsApproval, o.changes(staff.Approval{}, finance, staff.Finance, false))
	agreed, err := o.book.Staff.Approve(o.ctx, o.manager, "201", otherPIN, staff.GiveLogin)
	require.NoError(t, err)
	require.Empty(t, o.changes(agreed, finance, staff.Finance, false))
}

// Papers and trails name people as they are called now: a name that one person could give would be what was done before under another.
func TestNobodyIsCalledOtherwiseByOnePerson(t *testing.T) {
	o := withSupervisor(t)
	rename := func(approval staff.Approval, who staff.Actor, name string) error {
		return o.book.Staff.Change(o.ctx, o.manager, approval, who.ID(), staff.Entry{Code: who.Code(), Name: name, Role: who.Role(), Active: true})
	}
	cashier := o.actor("101", cashierPIN)
	require.NoError(t, rename(staff.Approval{}, cashier, " "+cashier.Name()+" "), "as before")
	refused := rename(staff.Approval{}, cashier, "赵敏")
	require.Equal(t, staff.CodeNeedsApproval, store.Code(refused))
	deed, found := staff.Wanted(refused)
	require.True(t, found)
	require.Equal(t, []string{staff.PartOf(cashier.ID(), staff.NamePart), "赵敏"}, []string{deed.About, deed.Note})
	require.Equal(t, staff.CodeNeedsApproval, store.Code(rename(staff.Approval{}, o.manager, "赵敏")), "not even oneself")
	require.NoError(t, rename(o.agreed(), cashier, "赵敏"))
}
