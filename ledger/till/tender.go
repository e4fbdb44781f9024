package till

import (
	"regexp"
	"slices"
	"strings"

	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// TenderKind names a way to pay. What the book knows of it stands in its row of TenderTypes.
type TenderKind string

// The kinds that have rules of their own: cash is rounded, counted and gives change, the prepayment pays bills alone, and
// rounding is worked out. Everything else that is known of these and of every other kind is said by its row.
const (
	Cash     TenderKind = "cash"
	Card     TenderKind = "card"     // a slip of a card terminal
	Transfer TenderKind = "transfer" // a bank transfer already seen
	Cheque   TenderKind = "cheque"
	// What an owner paid to a company's static merchant code. Nobody asks the channel: the cashier types the number that the
	// owner's phone shows.
	WeChatCode TenderKind = "wechat_code"
	AlipayCode TenderKind = "alipay_code"
	// What a channel collected for an order of ours, and said so itself: see Promise.
	WeChatPay TenderKind = "wechat"
	AlipayPay TenderKind = "alipay"
	// TerminalPay is what the card terminal collected for an order of ours. A slip that somebody typed off a terminal is Card.
	TerminalPay TenderKind = "terminal"
	Prepaid     TenderKind = "prepaid"  // spent from the household's own prepayment
	Rounding    TenderKind = "rounding" // what cash rounding to 角 gives away
	// OfferGift pays a bill that the item's offer gives (预缴减免): Reference names the bill. It is the company's own cost.
	OfferGift TenderKind = "offer"
	// DepositOffset is spent from a deposit, which Reference names by its bill. It pays bills and no deposit.
	DepositOffset TenderKind = "deposit"
)

// The accounts that the till posts to beside those of billing. Cash has one account a counter; each kind of slip has
// one in transit, for money that is on its way to the bank account.
const (
	accountCash    = "cash:"
	accountTransit = "transit:"
	// accountPrepaid is owed to the households; accountRounding is the cost of what rounding gives away.
	accountPrepaid  = "prepaid"
	accountRounding = "rounding"
	// accountOffer is the cost of what is given to who pays ahead.
	accountOffer = "offer"
	// accountOverShort holds what counts were over (credit) and short (debit).
	accountOverShort = "over_short"
	// accountHanded holds the cash that has left the drawer at a hand-over or a move.
	accountHanded = accountTransit + "cash"
	// accountBank holds what of it was brought to the bank, until it stands in the bank's statement; accountPettyCash what was taken
	// out of a drawer to be spent by the way, and accountCounterfeit what was lost as counterfeit notes.
	accountBank        = accountTransit + "bank"
	accountPettyCash   = "petty_cash"
	accountCounterfeit = "counterfeit"
	// accountCompanyCash holds (credit) what the company brought into drawers from outside the book.
	accountCompanyCash = "company_cash"
)

// TenderType is a row of TenderTypes.
type TenderType struct {
	// Kind is what the book stores: it is never renamed.
	Kind TenderKind
	// Name is the word on paper, in sheets and on the command line, which are Chinese whatever language the screen speaks; the
	// screen's word stands in assets/text behind "desk.tender.".
	Name string
	// Account is debited with what the tender pays; a counter's code follows it where PerCounter.
	Account    string
	PerCounter bool
	// Received says that money comes in: a prepayment came earlier, and rounding never comes.
	Received bool
	// Electronic says that the money moves on a channel of its own, so that a void in the drawer cannot bring it back.
	Electronic bool
	// Slip says that the cashier picks it by hand and types a number with it: of the slip, the transfer or the cheque.
	Slip bool
	// Unverified says that nothing but the cashier's word tells that the money came (未核实), until somebody else has found it
	// in the channel's statement: see Verify. What is not yet verified has ceilings, by staff.TakeUnverified.
	Unverified bool
	// Channel says that a channel is asked for the money and tells itself that it came: no cashier types what was paid, and
	// Reference is our order number at the channel.
	Channel bool
	// ByHand says that a channel gives nothing back by itself: what the terminal took goes back at the terminal, to the card that paid.
	ByHand bool
	// Seldom says that most companies have none of it: sheets have a column of it only where something was paid so.
	Seldom bool
	// ByPurpose says that its account is parted by what the money is kept for: behind the account of money kept for any
	// purpose stand a colon and the purpose.
	ByPurpose bool
	// turn says when it pays among the tenders of one payment.
	turn turn
}

// TenderTypes are the ways to pay in the order of menus, columns and reports. A new one is a row here and its words in
// assets/text, behind "desk.tender." and, for a slip, "desk.answer.": the till, the Z report, the sheets, the desk's menu and
// the flags of ledgerctl follow the rows.
var TenderTypes = []TenderType{
	{Kind: Cash, Name: "现金", Account: accountCash, PerCounter: true, Received: true},
	{Kind: Card, Name: "刷卡", Account: accountTransit + "card", Received: true, Electronic: true, Slip: true},
	{Kind: Transfer, Name: "转账", Account: accountTransit + "transfer", Received: true, Electronic: true, Slip: true},
	{Kind: Cheque, Name: "支票", Account: accountTransit + "cheque", Received: true, Slip: true},
	{Kind: WeChatCode, Name: "微信收款码", Account: accountTransit + "wechat_code", Received: true, Electronic: true, Slip: true, Unverified: true, Seldom: true},
	{Kind: AlipayCode, Name: "支付宝收款码", Account: accountTransit + "alipay_code", Received: true, Electronic: true, Slip: true, Unverified: true, Seldom: true},
	{Kind: WeChatPay, Name: "微信支付", Account: accountTransit + "wechat", Received: true, Electronic: true, Channel: true, Seldom: true},
	{Kind: AlipayPay, Name: "支付宝", Account: accountTransit + "alipay", Received: true, Electronic: true, Channel: true, Seldom: true},
	{Kind: TerminalPay, Name: "刷卡机", Account: accountTransit + "terminal", Received: true, Electronic: true, Channel: true, ByHand: true, Seldom: true},
	{Kind: OfferGift, Name: "预缴减免", Account: accountOffer, Seldom: true, turn: turnOffer},
	{Kind: DepositOffset, Name: "押金抵扣", Account: billing.AccountDeposit, Seldom: true, turn: turnDeposit},
	{Kind: Prepaid, Name: "预存款抵扣", Account: accountPrepaid, ByPurpose: true, turn: turnPrepaid},
	{Kind: Rounding, Name: "抹零", Account: accountRounding, turn: turnRounding},
}

// turn says in which round a tender is paired with allocations (see pair): what is given pays its own bill alone, then what is kept for one purpose, since it pays the
// bills of that purpose alone, then a deposit, which pays bills alone, then rounding, then the prepayment for any purpose, and
// last what the owner hands over.
type turn int

const (
	turnHanded turn = iota
	turnOffer
	turnPurpose
	turnDeposit
	turnRounding
	turnPrepaid
)

// Type returns the row of a kind; found is false where no row says anything of it.
func (k TenderKind) Type() (row TenderType, found bool) {
	for _, row := range TenderTypes {
		if row.Kind == k {
			return row, true
		}
	}
	return TenderType{}, false
}

// Name returns the kind's word on paper, or the kind itself where no row says one.
func (k TenderKind) Name() string {
	if row, found := k.Type(); found {
		return row.Name
	}
	return string(k)
}

// IsReceived reports whether a tender of this kind brings money in.
func (k TenderKind) IsReceived() bool {
	row, _ := k.Type()
	return row.Received
}

// IsElectronic reports whether its money moves on a channel of its own.
func (k TenderKind) IsElectronic() bool {
	row, _ := k.Type()
	return row.Electronic
}

// IsUnverified reports whether nothing but the cashier's word tells that its money came.
func (k TenderKind) IsUnverified() bool {
	row, _ := k.Type()
	return row.Unverified
}

// IsChannel reports whether a channel is asked for its money.
func (k TenderKind) IsChannel() bool {
	row, _ := k.Type()
	return row.Channel
}

// GoesBack reports whether its money can go back the way it came, over the channel that is asked for that (原路退回).
func (k TenderKind) GoesBack() bool {
	row, _ := k.Type()
	return row.Channel && !row.ByHand
}

// SlipTenders returns the kinds that a cashier picks by hand with a number, in the order of the menu.
func SlipTenders() []TenderKind {
	var kinds []TenderKind
	for _, row := range TenderTypes {
		if row.Slip {
			kinds = append(kinds, row.Kind)
		}
	}
	return kinds
}

// CountedSlips returns the kinds of slip that are counted at the close of a shift. What came by a static code leaves no paper and is
// found in the channel's statement (see Verify): counting it would ask for what a list of the unverified tells.
func CountedSlips() []TenderKind {
	return slices.DeleteFunc(SlipTenders(), TenderKind.IsUnverified)
}

// TenderOf returns the kind whose money an account holds; found is false for the account of no tender.
func TenderOf(account string) (kind TenderKind, found bool) {
	for _, row := range TenderTypes {
		if account == row.Account || row.PerCounter && strings.HasPrefix(account, row.Account) || row.ByPurpose && strings.HasPrefix(account, row.Account+":") {
			return row.Kind, true
		}
	}
	return "", false
}

// CashAccount returns the cash account of a counter.
func CashAccount(counter string) string { return accountCash + counter }

// prepaidAccount returns the account of the prepayments that are kept for a purpose.
func prepaidAccount(purpose billing.Purpose) string {
	if purpose == billing.AnyPurpose {
		return accountPrepaid
	}
	return accountPrepaid + ":" + string(purpose)
}

// Tender is one way a payment was paid. Reference is the number of the slip, transfer or cheque, the bill of a deposit, the purpose
// that a prepayment is kept for, and "" for a kind that has none.
type Tender struct {
	Kind      TenderKind `json:"kind"`
	Fen       money.Fen  `json:"fen"`
	Reference string     `json:"reference"`
}

// referenceForm is what the number of a slip looks like, as slipNumber writes it: letters, digits and dashes, so that no name is stored
// with it.
var referenceForm = regexp.MustCompile(`^[0-9A-Z-]{1,40}$`)

// orderNumberForm is what the number of an order at a channel looks like: both channels take that.
var orderNumberForm = regexp.MustCompile(`^[0-9A-Z]{20,32}$`)

// billForm is what the id of a bill looks like.
var billForm = regexp.MustCompile(`^[0-9a-f]{32}$`)

// account returns the account that the tender debits at a counter.
func (t Tender) account(counter string) string {
	row, _ := t.Kind.Type()
	switch {
	case row.PerCounter:
		return row.Account + counter
	case row.ByPurpose:
		return prepaidAccount(t.purpose())
	}
	return row.Account
}

// purpose returns what a prepayment that is spent is kept for, AnyPurpose for every other kind.
func (t Tender) purpose() billing.Purpose {
	if t.Kind != Prepaid {
		return billing.AnyPurpose
	}
	return billing.Purpose(t.Reference)
}

// turn returns the round in which a tender pays.
func (t Tender) turn() turn {
	row, _ := t.Kind.Type()
	if t.purpose() != billing.AnyPurpose {
		return turnPurpose
	}
	return row.turn
}

// check holds a tender to its row: a slip needs a number and no other kind has one, and the amount is above 0.
// Errors: till.tender, till.reference, till.purpose, till.amount.
func (t Tender) check() error {
	row, found := t.Kind.Type()
	switch {
	case !found:
		return store.Refuse(CodeTender, string(t.Kind))
	case row.Kind == OfferGift && !billForm.MatchString(t.Reference):
		return store.Refuse(codeOfferBill)
	case row.Kind == OfferGift:
	case row.Kind == DepositOffset && !billForm.MatchString(t.Reference):
		return store.Refuse(CodeUnknownDeposit)
	case row.Kind == DepositOffset:
	case row.ByPurpose && !t.purpose().IsKnown():
		return store.Refuse(codePurpose, t.Reference)
	case row.ByPurpose:
	case row.Channel && !orderNumberForm.MatchString(t.Reference):
		return store.Refuse(CodeTender, t.Kind.Name())
	case row.Channel:
	case row.Slip && !t.hasNumber(), !row.Slip && t.Reference != "":
		return store.Refuse(codeReference)
	}
	if t.Fen <= 0 || t.Fen > money.MaxFen {
		return store.Refuse(CodeAmount)
	}
	return nil
}

// AllocationKind names what a part of a payment is for.
type AllocationKind string

// The kinds of allocation.
const (
	ToBill    AllocationKind = "bill"
	ToPrepaid AllocationKind = "prepaid"
	// DepositBack is a deposit that was given back: its bill stays paid.
	DepositBack AllocationKind = "deposit_back"
	// DepositMovedOut is a deposit that went over to another household: its bill stays paid.
	DepositMovedOut AllocationKind = "deposit_moved"
)

// Allocation says what a part of a payment is for: a bill, or the prepayment of the household (Bill and Item are ""
// then). Object is what the bill is for, such as a room or a parking space. Fen is negative in an undoing.
type Allocation struct {
	Kind   AllocationKind `json:"kind"`
	Bill   string         `json:"bill"`
	Object string         `json:"object"`
	Item   string         `json:"item"`
	Fen    money.Fen      `json:"fen"`
	// Made says that the payment made the bill: a late fee, worked out to the day it was paid.
	Made bool `json:"made,omitempty"`
	// Book is the book of the bill.
	Book Book `json:"book,omitempty"`
	// Purpose is what a prepayment is kept for, and the purpose of a bill that is paid from a prepayment kept for one: bills of
	// a payment that spends none have no purpose here.
	Purpose billing.Purpose `json:"purpose,omitempty"`
}

// account returns the account that is credited with the allocation. What a deposit's bill asks for is owed by nobody until it
// is paid in, and from then on by the company.
func (a Allocation) account() string {
	switch {
	case a.Kind == ToPrepaid:
		return prepaidAccount(a.Purpose)
	case a.Kind == ToRecover:
		return accountRecoverable
	case a.Book == DepositBook:
		return billing.AccountDeposit
	}
	return billing.AccountReceivable
}

// Name returns what an allocation paid in the field's words: the item of its bill, or 预存款 with what it is kept for.
func (a Allocation) Name() string {
	if a.Kind == ToPrepaid {
		return KeptItem(a.Purpose)
	}
	return a.Item
}

// KeptItem returns the name of a prepayment that is kept for a purpose: 预存款, or 预存款（物业费）.
func KeptItem(purpose billing.Purpose) string {
	if purpose == billing.AnyPurpose {
		return PrepaidItem
	}
	return PrepaidItem + "（" + purpose.Name() + "）"
}

// sumTenders adds up the tenders; a sum out of bounds is till.amount.
func sumTenders(tenders []Tender) (sum money.Fen, err error) {
	for _, t := range tenders {
		if sum, err = money.Add(sum, t.Fen); err != nil {
			return 0, store.Fail(CodeAmount, err)
		}
	}
	return sum, nil
}

// sumAllocations adds up the allocations in fen; a sum out of bounds is till.amount.
func sumAllocations(allocations []Allocation) (sum money.Fen, err error) {
	for _, a := range allocations {
		if sum, err = money.Add(sum, a.Fen); err != nil {
			return 0, store.Fail(CodeAmount, err)
		}
	}
	return sum, nil
}

// ofKind returns what the tenders of one kind pay together, in fen.
func ofKind(tenders []Tender, kind TenderKind) (sum money.Fen) {
	for _, t := range tenders {
		if t.Kind == kind {
			sum += t.Fen
		}
	}
	return sum
}
