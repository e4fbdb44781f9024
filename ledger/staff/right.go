package staff

import "slices"

// Action is something that a person may be allowed to do or to agree to. Its row in Rights says who may. Events keep
// the names.
type Action string

// The actions.
const (
	Collect        Action = "collect"         // take money, print, open and close the shift
	IssueBills     Action = "issue_bills"     // make the bills of a run
	IssueFar       Action = "issue_far"       // make those of a run far ahead, or of a long time at once
	AddBill        Action = "add_bill"        // make one bill by hand
	Import         Action = "import"          // bring rooms, owners and opening balances in
	ChangeOwing    Action = "change_owing"    // change by the register who owes, what is owed or what is prepaid
	TakeReadings   Action = "take_readings"   // meters and their readings
	Round          Action = "round"           // give away the fen below a jiao
	TakeUnverified Action = "take_unverified" // take money on the cashier's word
	Verify         Action = "verify"          // say that such money is in the channel's statement
	Refund         Action = "refund"          // give money back; another person approves it
	DeductDeposit  Action = "deduct_deposit"  // pay bills from a deposit
	MovePrepaid    Action = "move_prepaid"    // move a household's prepayment
	InspectWorks   Action = "inspect_works"   // say whether a deposit for works may go back
	FreezeDeposit  Action = "freeze_deposit"  // freeze a deposit
	MoveDeposit    Action = "move_deposit"    // move a deposit to another household
	VoidPayment    Action = "void"            // void in the same shift
	Reverse        Action = "reverse"         // reverse a payment of an earlier shift
	OpenFar        Action = "open_far"        // open a shift on a day before the last, or long after it
	EnterLate      Action = "enter_late"      // book yesterday's hand-written receipt
	Difference     Action = "difference"      // open or close over or short
	CloseOther     Action = "close_other"     // count and close the shift of somebody who is not there
	MoveCash       Action = "move_cash"       // put money in or take it out between count and count
	TakeOver       Action = "take_over"       // take the cash of a closing shift
	BankCash       Action = "bank_cash"       // bring cash of the safe to the bank
	Reprint        Action = "reprint"         // print a receipt once more
	OpenDrawer     Action = "open_drawer"     // open the drawer while no money moves
	Unmask         Action = "unmask"          // see a whole phone or identity number
	ManageStaff    Action = "manage_staff"    // people, PINs, rights
	Settings       Action = "settings"        // policies, printers, backup and restore
	ReadFigures    Action = "read_figures"    // finance's reports
	SetUpItems     Action = "set_up_items"    // items, names, packages and new tariffs, before anything is charged by them
	SetPrices      Action = "set_prices"      // what is charged and to whom from now on
	ReduceBill     Action = "reduce_bill"     // take something off a bill that is out
	UndoBills      Action = "undo_bills"      // take back bills
	WaiveFee       Action = "waive_fee"       // waive a late fee
	DiscardEvents  Action = "discard_events"  // put a backup in the place of a book that knows more
	RaiseLimit     Action = "raise_limit"     // let one person do more alone
	GiveLogin      Action = "give_login"      // let a person sign in, or approve, who could not

	// Letting go is an action of its own: who agreed that money is held has not agreed that it goes out.
	UnfreezeDeposit Action = "unfreeze_deposit" // let a frozen deposit go
	FreezePrepaid   Action = "freeze_prepaid"   // freeze a household's prepayment
	UnfreezePrepaid Action = "unfreeze_prepaid" // release it
	PassLaw         Action = "pass_law"         // do what a rule of the law says should not be done
	ConnectChannel  Action = "connect_channel"  // say which merchant a channel collects for
	CarryUnresolved Action = "carry_unresolved" // close a shift over electronic money that is not settled
)

// Right is a row of Rights: who may do one action, and what it takes.
type Right struct {
	Action Action
	// Do are the roles that may do it, Agree those that may approve it as a second person. Agree without Second and
	// Limits would never be asked for.
	Do, Agree []Role
	// Second are the roles that never do it alone, however small the sum is.
	Second []Role
	// Limits are the limits of the action. Beyond one of them it takes a second person, or, where the limit says
	// Never, nobody may do it. The first that is Never and exceeded decides.
	Limits []LimitName
}

// The groups of roles that rows of Rights name. Finance does not work at the counter (atCounter), and cashiers do not
// work in the office (inOffice).
var (
	everybody = Roles
	atCounter = []Role{Cashier, Supervisor, Manager}
	inOffice  = []Role{Supervisor, Finance, Manager}
	inCharge  = []Role{Supervisor, Manager}
	manager   = []Role{Manager}
)

// Rights says who may do what, alone or with whom. It is the one table that Authorize, the page of people and the
// limits go by, and screens show it in this order. Whatever lowers what is owed or moves cash outside payments names
// two people, or is bounded by a limit.
var Rights = []Right{
	{Action: Collect, Do: atCounter},
	{Action: Round, Do: atCounter, Limits: []LimitName{RoundingMax}},
	{Action: TakeUnverified, Do: atCounter, Agree: inOffice, Limits: []LimitName{UnverifiedMax, UnverifiedShiftMax, UnverifiedMaxDays}},
	{Action: Verify, Do: inOffice},
	{Action: VoidPayment, Do: atCounter, Agree: inCharge, Second: everybody},
	{Action: Reverse, Do: atCounter, Agree: inOffice, Second: everybody},
	{Action: Refund, Do: everybody, Agree: inOffice, Second: everybody},
	{Action: DeductDeposit, Do: atCounter, Agree: inOffice, Second: everybody},
	{Action: MovePrepaid, Do: atCounter, Agree: inOffice, Second: everybody},
	{Action: FreezePrepaid, Do: atCounter, Agree: inOffice, Second: everybody},
	{Action: UnfreezePrepaid, Do: atCounter, Agree: inOffice, Second: everybody},
	{Action: InspectWorks, Do: inCharge},
	{Action: FreezeDeposit, Do: inOffice, Agree: inOffice, Second: everybody},
	{Action: UnfreezeDeposit, Do: inOffice, Agree: inOffice, Second: everybody},
	{Action: MoveDeposit, Do: everybody, Agree: inOffice, Second: everybody},
	{Action: EnterLate, Do: atCounter, Agree: inOffice, Second: everybody},
	{Action: WaiveFee, Do: atCounter, Agree: inOffice, Limits: []LimitName{WaiverMax, UndoMaxBills, UndoMaxFen}},
	{Action: Difference, Do: atCounter, Agree: inCharge, Limits: []LimitName{DifferenceMax}},
	{Action: OpenFar, Do: atCounter, Agree: inCharge, Second: everybody},
	{Action: CloseOther, Do: inCharge},
	{Action: MoveCash, Do: atCounter, Agree: inCharge, Second: everybody, Limits: []LimitName{MoveMax}},
	{Action: TakeOver, Do: atCounter, Agree: everybody, Second: everybody},
	{Action: CarryUnresolved, Do: atCounter, Agree: inCharge, Second: everybody},
	{Action: BankCash, Do: atCounter, Agree: inOffice, Second: everybody},
	{Action: Reprint, Do: everybody},
	{Action: OpenDrawer, Do: atCounter},
	{Action: AddBill, Do: everybody, Agree: inOffice, Second: []Role{Cashier}},
	{Action: PassLaw, Do: everybody, Agree: inOffice, Second: everybody},
	{Action: IssueBills, Do: inOffice},
	{Action: IssueFar, Do: inOffice, Agree: inOffice, Second: everybody},
	{Action: UndoBills, Do: inOffice, Agree: inOffice, Limits: []LimitName{UndoMaxBills, UndoMaxFen}},
	{Action: ReduceBill, Do: inOffice, Agree: inOffice, Second: everybody},
	{Action: SetUpItems, Do: inOffice},
	{Action: SetPrices, Do: inOffice, Agree: inOffice, Second: everybody},
	{Action: TakeReadings, Do: inOffice},
	{Action: Import, Do: inOffice},
	{Action: ChangeOwing, Do: inOffice, Agree: inOffice, Second: everybody},
	{Action: ReadFigures, Do: everybody},
	{Action: Unmask, Do: inOffice},
	{Action: ManageStaff, Do: manager},
	{Action: Settings, Do: manager},
	{Action: ConnectChannel, Do: manager, Agree: inOffice, Second: everybody},
	{Action: DiscardEvents, Do: manager, Agree: inOffice, Second: everybody},
	{Action: RaiseLimit, Do: manager, Agree: inOffice, Second: everybody},
	{Action: GiveLogin, Do: manager, Agree: inOffice, Second: everybody},
}

// RightTo returns the row of an action. For an action without a row it returns one that lets nobody do it, so that a
// forgotten row refuses everybody and allows nobody.
func RightTo(action Action) Right {
	for _, right := range Rights {
		if right.Action == action {
			return right
		}
	}
	return Right{Action: action}
}

// May reports whether the role may do an action, alone or with a second person.
func (r Role) May(action Action) bool { return slices.Contains(RightTo(action).Do, r) }

// MayAgree reports whether the role may approve an action as a second person.
func (r Role) MayAgree(action Action) bool { return slices.Contains(RightTo(action).Agree, r) }
