package ui_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/session"
	"shouqi/cashier/ui"
	"shouqi/cashier/ui/countertest"
	"shouqi/ledger/staff"
)

// leads says on which pages a right is used. Who agrees does it there with the own PIN, beside whoever asks.
var leads = map[staff.Action][]string{
	staff.Collect:         {"desk"},
	staff.IssueBills:      {"charging"},
	staff.Import:          {"intake"},
	staff.TakeReadings:    {"charging"},
	staff.SetPrices:       {"charging"},
	staff.ReduceBill:      {"charging"},
	staff.CloseOther:      {"shift"},
	staff.ManageStaff:     {"people"},
	staff.Settings:        {"settings"},
	staff.ReadFigures:     {"receipts"},
	staff.Unmask:          {"desk", "estate"},
	staff.VoidPayment:     {"receipts"},
	staff.Reverse:         {"receipts"},
	staff.EnterLate:       {"desk"},
	staff.WaiveFee:        {"desk"},
	staff.Difference:      {"shift"},
	staff.OpenFar:         {"shift"},
	staff.MoveCash:        {"shift"},
	staff.TakeOver:        {"shift"},
	staff.BankCash:        {"shift"},
	staff.RaiseLimit:      {"settings"},
	staff.GiveLogin:       {"people"},
	staff.DiscardEvents:   {"settings"},
	staff.ConnectChannel:  {"settings"},
	staff.CarryUnresolved: {"shift"},
	staff.UndoBills:       {"charging"},
	staff.AddBill:         {"desk", "charging"},
	staff.ChangeOwing:     {"estate", "intake"},
	staff.Round:           {"desk"},
	staff.SetUpItems:      {"charging"},
	staff.IssueFar:        {"charging"},
	staff.PassLaw:         {"desk", "charging", "settings"},

	staff.TakeUnverified: {"desk"},
	staff.Verify:         {"reports"},
	staff.Refund:         {"refunds"},
	staff.DeductDeposit:  {"refunds"},
	staff.MovePrepaid:    {"desk"},
	staff.InspectWorks:   {"refunds"},
	staff.FreezeDeposit:  {"refunds"},
	staff.MoveDeposit:    {"refunds"},

	staff.UnfreezeDeposit: {"refunds"},
	staff.FreezePrepaid:   {"desk"},
	staff.Reprint:         {"receipts"},
	staff.OpenDrawer:      {"shift"},
	staff.UnfreezePrepaid: {"desk"},
}

func TestEveryRightTickedInTheRoleTableLeadsSomewhere(t *testing.T) {
	r := start(t, ui.Options{Book: countertest.Create(t)})
	counter := r.app.Counter()
	r.Enter("100", countertest.ManagerPIN)
	r.title()
	require.NoError(t, counter.People.Add(t.Context(), staff.Entry{Code: "300", Name: "赵敏", Role: staff.Finance, Active: true}, "508170", session.Second{Who: "200", PIN: countertest.SupervisorPIN}))
	require.NoError(t, counter.Book.Staff.OwnPIN(t.Context(), "300", "508170", "802460"))
	hands := map[staff.Role][2]string{staff.Manager: {"100", countertest.ManagerPIN}, staff.Supervisor: {"200", countertest.SupervisorPIN},
		staff.Cashier: {"102", countertest.SecondPIN}, staff.Finance: {"300", "802460"}}
	pages := make(map[staff.Role][]string)
	anybody := make(map[string]bool)
	for _, role := range staff.Roles {
		r.app.Lock()
		r.let()
		r.Enter(hands[role][0], hands[role][1])
		r.title()
		pages[role] = r.app.Pages()
		for _, page := range pages[role] {
			anybody[page] = true
		}
	}
	asker, err := counter.Book.Staff.SignIn(t.Context(), "101", countertest.CashierPIN)
	require.NoError(t, err)
	for _, right := range staff.Rights {
		led, known := leads[right.Action]
		require.True(t, known, "%s leads nowhere", right.Action)
		for _, role := range right.Agree {
			require.True(t, anybody[led[0]], "nobody can ask for %s", right.Action)
			_, err := counter.Book.Staff.Approve(t.Context(), asker, hands[role][0], hands[role][1], right.Action)
			require.NoError(t, err, "%s approves %s", role, right.Action)
		}
		for _, role := range right.Do {
			reached := slices.ContainsFunc(led, func(page string) bool { return slices.Contains(pages[role], page) })
			require.True(t, reached, "%s has %s and no page for it: %v", role, right.Action, pages[role])
		}
	}
}
