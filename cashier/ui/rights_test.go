package ui_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/ui"
	"shouqi/cashier/ui/countertest"
	"shouqi/ledger/staff"
)

// lead is where a right leads. A right to approve is used at the page of whoever asks for the second person, with the own
// PIN; any other is used on a page that the person has.
type lead struct {
	pages    []string
	approves bool
}

var leads = map[staff.Action]lead{
	staff.Collect:      {pages: []string{"desk"}},
	staff.IssueBills:   {pages: []string{"charging"}},
	staff.Import:       {pages: []string{"intake"}},
	staff.TakeReadings: {pages: []string{"charging"}},
	staff.SetPrices:    {pages: []string{"charging"}},
	staff.ReduceBill:   {pages: []string{"charging"}},
	staff.CloseOther:   {pages: []string{"shift"}},
	staff.ManageStaff:  {pages: []string{"people"}},
	staff.Settings:     {pages: []string{"settings"}},
	staff.ReadFigures:  {pages: []string{"receipts"}},
	staff.Unmask:       {pages: []string{"desk", "estate"}},
	staff.VoidPayment:  {pages: []string{"receipts"}, approves: true},
	staff.Reverse:      {pages: []string{"receipts"}, approves: true},
	staff.EnterLate:    {pages: []string{"desk"}, approves: true},
	staff.WaiveFee:     {pages: []string{"desk"}, approves: true},
	staff.Difference:   {pages: []string{"shift"}, approves: true},
	staff.MoveCash:     {pages: []string{"shift"}, approves: true},
	staff.TakeOver:     {pages: []string{"shift"}, approves: true},
	staff.RaiseLimit:   {pages: []string{"settings"}, approves: true},
	staff.UndoBills:    {pages: []string{"charging"}, approves: true},
}

func TestEveryRightTickedInTheRoleTableLeadsSomewhere(t *testing.T) {
	r := start(t, ui.Options{Book: countertest.Create(t)})
	counter := r.app.Counter()
	r.Enter("100", countertest.ManagerPIN)
	r.title()
	require.NoError(t, counter.AddPerson(t.Context(), staff.Entry{Code: "300", Name: "赵敏", Role: staff.Finance, Active: true}, "802460"))
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
	for _, action := range staff.Actions() {
		lead, known := leads[action]
		require.True(t, known, "%s leads nowhere", action)
		for _, role := range staff.Roles {
			if !role.May(action) {
				continue
			}
			if lead.approves {
				require.True(t, anybody[lead.pages[0]], "nobody can ask for %s", action)
				_, err := counter.Book.Staff.Approve(t.Context(), asker, action, hands[role][0], hands[role][1])
				require.NoError(t, err, "%s approves %s", role, action)
				continue
			}
			reached := false
			for _, page := range lead.pages {
				for _, own := range pages[role] {
					reached = reached || own == page
				}
			}
			require.True(t, reached, "%s has %s and no page for it: %v", role, action, pages[role])
		}
	}
}
