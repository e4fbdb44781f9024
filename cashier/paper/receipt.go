package paper

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// State says what a receipt is worth today.
type State string

// The states; their values are those of the book's receipts.
const (
	Live     State = "live"     // money was received and kept
	Void     State = "void"     // 作废: undone in the same shift, the number is kept
	Reversed State = "reversed" // 已红冲: undone later by a reversal; Linked is the reversal's number
	Refund   State = "refund"   // 退款单: money that went back, amounts are negative
	Reversal State = "reversal" // 红字收据: undoes an earlier receipt; Linked is that receipt's number, amounts are negative
)

// Receipt is everything that stands on one copy of one receipt. Names in it are opened from the vault for this printing
// alone: nobody may store or log a Receipt.
type Receipt struct {
	Estate  string // 小区, such as 阳光花园
	Company string // who received the money, such as 阳光物业服务有限公司; heads the paper
	Counter string // counter's code, such as 01
	Number  string // receipt number, such as 01-2026-000001
	State   State
	Book    till.Book // what the receipt is for alone: 押金 and 代收代付 stand in its title
	Linked  string    // number of the receipt that this reversal undoes, or of the reversal that undid this one; else ""
	// Together are the numbers of all receipts of the payment, this one among them, where it has several; else none.
	Together []string
	Pretend  bool // what came over WeChat Pay or Alipay came from a pretend channel, and is no money

	// Training says that the book is one to practise in: the paper is no receipt.
	Training bool

	Room     string // as people say it: 3-2-1201
	Payer    string // who handed the money over
	OnBehalf bool   // the payer is not the debtor: marked 代缴

	Lines []Line        // they add up to Sums.DueFen
	Sums  till.Sums     // the payment's figures; negative on a void or a reversal
	Ways  []till.Tender // what each way of paying brought of Sums.ReceivedFen
	Spent []till.Tender // what of Sums.CreditFen each prepayment paid, with its purpose; none where nobody says for what it was kept
	// Where Together has several, Sums.HandedFen and Sums.ChangeFen are of all of them; they stand on one alone, and are 0 on the others.

	PrepaidAfterFen money.Fen // the household's prepayment after this payment; printed where it is not 0 or this payment touched it

	Cashier  string // name, or staff number with its word, as it shall be read
	Approver string // who approved a void, reversal or late entry; "" for none

	AtMS       int64         // when it was entered, UTC milliseconds
	BusinessOn calendar.Date // business day of the shift
	ValueOn    calendar.Date // day the money was received; before BusinessOn on a late entry

	PaperNumber string // number of the hand-written receipt of a late entry (补录); "" for any other

	Copy      int    // 1 is the original, n above 1 is 补打 第 n-1 次
	CopiedBy  string // who printed this copy; read only on a reprint
	CopiedMS  int64  // when this copy was made, UTC milliseconds; read only on a reprint
	QR        string // the code by which it proves itself, printable ASCII of at most 300 bytes; "" prints none
	CheckMark string // beginning of the event's hash, printed beside the number; "" prints none

	Layout estate.Layout // what the project shows of all this, in which order, with which words and logo

	Large bool // print twice as large, for elderly owners, and draw what they look for; receipt printers only
}

// Line is one thing that was paid.
type Line struct {
	Item      string    // 收费项目, such as 物业费
	Period    string    // such as 2026-01 至 2026-03; "" for none
	Why       string    // how the amount came about, such as 98.30 m² × 2.85 元 × 3 月; "" for none
	AmountFen money.Fen // negative on a reversal
}
