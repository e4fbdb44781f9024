package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/meter"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// howTo says behind an error's sentence, which is also that of the screens, by which flag or command of this program one goes on; "" where there
// is none of its own. What takes a second person on the spot cannot be asked for.
func howTo(err error) string {
	var doubt *meter.DoubtError
	_, isAskable := staff.Wanted(err)
	switch code := store.Code(err); {
	case errors.As(err, &doubt):
		return "没有记下。核对过表、没有错的，照样再办一次，加上 --keep。"
	case code == staff.CodeNeedsApproval && isAskable:
		return "照样再办一次，加上 --approver 和批准人的工号，批准人的密码写在标准输入的下一行；批准人不在，就加上 --ask 先申请。"
	case code == staff.CodeNeedsApproval:
		return "照样再办一次，加上 --approver 和批准人的工号，批准人的密码写在标准输入的下一行。"
	case code == ledger.CodeFindings:
		return "在哪里、是什么问题：ledgerctl verify 会逐处列出。"
	case slices.Contains(ofReasons, code):
		return offered(err)
	}
	return ""
}

// ofReasons are the codes of a reason that is none of those that may be given, which the screens list and this program has to name.
var ofReasons = []string{till.CodeReason, till.CodeSlipReason, billing.CodeReason, billing.CodeConcessionReason, meter.CodeReason}

// offered names what an error offers, "" where it offers nothing.
func offered(err error) string {
	var words []string
	for _, word := range store.Typed(err).Args {
		words = append(words, fmt.Sprint(word))
	}
	if len(words) == 0 {
		return ""
	}
	return "原因可以写：" + strings.Join(words, "、") + "。"
}
