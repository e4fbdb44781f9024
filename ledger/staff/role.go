package staff

import (
	"maps"
	"slices"
)

// Role is what a person is employed as.
type Role string

// The roles, from the counter inwards.
const (
	Cashier    Role = "cashier"
	Supervisor Role = "supervisor"
	Finance    Role = "finance"
	Manager    Role = "manager"
)

// Roles lists all of them in the order screens show them.
var Roles = []Role{Cashier, Supervisor, Finance, Manager}

// Action is something a person may be allowed to do or to approve.
type Action string

// The actions.
const (
	Collect      Action = "collect"       // take money, print, open and close the shift
	IssueBills   Action = "issue_bills"   // make a bill
	Import       Action = "import"        // bring rooms, owners and opening balances in
	TakeReadings Action = "take_readings" // meters and their readings
	VoidPayment  Action = "void"          // void in the same shift
	Reverse      Action = "reverse"       // reverse a payment of an earlier shift
	EnterLate    Action = "enter_late"    // book yesterday's hand-written receipt
	Difference   Action = "difference"    // close over or short beyond the limit
	CloseOther   Action = "close_other"   // count and close the shift of somebody who is not there
	MoveCash     Action = "move_cash"     // put money in or take it out between count and count
	TakeOver     Action = "take_over"     // take the cash of a closing shift
	Unmask       Action = "unmask"        // see a whole phone or identity number
	ManageStaff  Action = "manage_staff"  // people, PINs, rights
	Settings     Action = "settings"      // policies, printers, backup and restore
	ReadFigures  Action = "read_figures"  // finance's reports
	SetPrices    Action = "set_prices"    // items, tariffs, concessions: what is charged and to whom
	ReduceBill   Action = "reduce_bill"   // take something off a bill that is out
	UndoBills    Action = "undo_bills"    // take back more bills on a day than one person may alone
	WaiveFee     Action = "waive_fee"     // waive a late fee beyond the cashier's limit
	RaiseLimit   Action = "raise_limit"   // agree that one person may do more alone
)

var rights = map[Action][]Role{
	Collect:      {Cashier, Supervisor, Manager},
	IssueBills:   {Supervisor, Finance, Manager},
	Import:       {Supervisor, Finance, Manager},
	TakeReadings: {Supervisor, Finance, Manager},
	VoidPayment:  {Supervisor, Manager},
	Reverse:      {Supervisor, Finance, Manager},
	EnterLate:    {Supervisor, Finance, Manager},
	Difference:   {Supervisor, Manager},
	CloseOther:   {Supervisor, Manager},
	MoveCash:     {Supervisor, Manager},
	TakeOver:     {Cashier, Supervisor, Finance, Manager},
	Unmask:       {Supervisor, Finance, Manager},
	ManageStaff:  {Manager},
	Settings:     {Manager},
	ReadFigures:  {Cashier, Supervisor, Finance, Manager},
	SetPrices:    {Supervisor, Finance, Manager},
	ReduceBill:   {Supervisor, Finance, Manager},
	UndoBills:    {Supervisor, Finance, Manager},
	WaiveFee:     {Supervisor, Finance, Manager},
	RaiseLimit:   {Supervisor, Finance, Manager},
}

// Actions lists every action that somebody may do, in the order of their names.
func Actions() []Action { return slices.Sorted(maps.Keys(rights)) }

// May reports whether the role carries the right.
func (r Role) May(action Action) bool {
	for _, allowed := range rights[action] {
		if allowed == r {
			return true
		}
	}
	return false
}

// Valid reports whether r is one of the roles.
func (r Role) Valid() bool {
	for _, role := range Roles {
		if role == r {
			return true
		}
	}
	return false
}
