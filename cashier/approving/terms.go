package approving

import (
	"strings"

	"shouqi/assets"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
)

// reasonKeys are the keys under which the catalogue has the reasons of an action.
var reasonKeys = map[staff.Action]string{
	staff.VoidPayment: "receipts.reason.", staff.Reverse: "receipts.reason.", staff.EnterLate: "desk.late.", staff.WaiveFee: "desk.waive.",
	staff.ReduceBill: "run.reduce.", staff.UndoBills: "run.reason.", staff.FreezeDeposit: "refunds.freeze.", staff.UnfreezeDeposit: "refunds.unfreeze.",
	staff.MoveDeposit: "refunds.moving.", staff.MovePrepaid: "prepaid.reason.", staff.FreezePrepaid: "prepaid.reason.", staff.UnfreezePrepaid: "prepaid.reason.",
	staff.BankCash: "cash.reason.", staff.MoveCash: "shift.reason.",
}

// TermsWords says what is decided about besides what it is done to and its sum: the reason, the day, the price. It is "" where there is
// nothing else. What only a digest stands for is not said.
func TermsWords(asking staff.Asking) string {
	var said []string
	action := asking.Action
	for _, term := range asking.Terms.All() {
		value := term.Value
		switch term.Name {
		case "content", "what":
			continue
		case "reason":
			if value == "counterfeit" {
				action = staff.MoveCash
			}
			value = assets.Text(assets.Chinese, reasonKeys[action]+value)
		case "also":
			action = staff.Action(value) // the terms that follow are of that deed
			value = assets.Text(assets.Chinese, "action."+value)
		case "ways":
			value = waysWords(value)
		case "place":
			value = assets.Text(assets.Chinese, "cash.place."+value, "")
		case "kind":
			value = assets.Text(assets.Chinese, "charges.kind."+value)
		case "more", "fen":
			fen, err := money.Parse(value)
			if err != nil || fen == 0 {
				continue
			}
			value = fen.Yuan()
		}
		said = append(said, assets.Text(assets.Chinese, "approvals.term."+term.Name, strings.TrimSpace(value)))
	}
	return strings.Join(said, "，")
}

func waysWords(ways string) string {
	var said []string
	for _, way := range strings.Split(ways, ",") {
		said = append(said, assets.Text(assets.Chinese, "desk.tender."+way))
	}
	return strings.Join(said, "、")
}

// WithNote adds to what TermsWords says what was typed about the reason, which only who asked and who decides may read.
func WithNote(said, note string) string {
	if note == "" {
		return said
	}
	return strings.TrimPrefix(said+"；"+assets.Text(assets.Chinese, "approvals.note", note), "；")
}
