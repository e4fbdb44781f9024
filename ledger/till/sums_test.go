package till_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// The same figures stand on the paper, on the desk, in the Z report and on the command line: what was received is what stays,
// without the prepayment that came long ago and the fen that were let go.
func TestAPaymentSaysWhatWasReceived(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(100_00))
	paid, code := d.pay(func(o *till.Order) {
		o.Bills[0].Fen = 840_47
		o.Tenders = []till.Tender{prepaid(500_00), card(40_03), cash(500_00), rounded(4)}
	})
	require.Empty(t, code)
	want := till.Sums{DueFen: 840_47, CreditFen: 500_00, RoundingFen: 4, ReceivedFen: 340_43, CashFen: 300_40, HandedFen: 500_00, ChangeFen: 199_60}
	require.Equal(t, want, paid.Sums())
	require.Equal(t, []till.Tender{cash(300_40), card(40_03)}, paid.Ways())
	z := d.closeAll(400_40)
	require.Equal(t, till.Sum{Count: 1, Fen: 340_43}, z.Payments)
	require.Equal(t, []money.Fen{340_43, 840_47}, []money.Fen{z.ReceivedFen, z.DueFen})
	require.Empty(t, d.open(400_40))
	back, err := d.Book.Till.Reverse(d.Ctx, d.Cashier, d.approve(staff.Reverse), till.Undoing{RequestID: "back", Number: paid.Number,
		CashBackFen: 300_40, Reason: till.Reason{Code: "wrong_room"}})
	require.NoError(t, err)
	require.Equal(t, till.Sums{DueFen: -840_47, CreditFen: -500_00, RoundingFen: -4, ReceivedFen: -340_43, CashFen: -300_40, HandedFen: -500_00, ChangeFen: -199_60}, back.Sums())
	z = d.closeAll(100_00)
	require.Equal(t, []till.Sum{{Fen: -340_43, Count: 1}, {}}, []till.Sum{z.Reversals, z.Payments})
	require.Equal(t, []money.Fen{-340_43, -840_47}, []money.Fen{z.ReceivedFen, z.DueFen})
	d.Verify()
}

// A payment that was voided is no payment: the Z report counted it as one, and its void as another of the same kind.
func TestAVoidedPaymentIsCountedApart(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	wrong, code := d.pay(nil)
	require.Empty(t, code)
	require.Empty(t, d.voided(wrong.Number, 0, 40_00))
	_, code = d.pay(func(o *till.Order) { o.Bills[0].Fen, o.Tenders[0].Fen = 50_00, 100_00 })
	require.Empty(t, code)
	z := d.closeAll(50_00)
	require.Equal(t, []till.Sum{{Count: 1, Fen: 50_00}, {Count: 1, Fen: -40_00}}, []till.Sum{z.Payments, z.Voids})
	require.Equal(t, []till.Sum{{Name: string(till.Cash), Count: 1, Fen: 50_00}}, z.ByTender)
	require.Equal(t, []till.Sum{{Name: "期初欠费", Count: 1, Fen: 50_00}}, z.ByItem)
	require.Equal(t, []money.Fen{140_00, 50_00, 40_00, 50_00}, []money.Fen{z.CashInFen, z.ChangeFen, z.CashBackFen, z.ExpectedFen}, "the drawer saw all of it")
	for _, line := range []string{"收款 1 笔                  50.00\n", "作废 1 笔（未计入）        40.00\n", "实收合计                   50.00\n", " 现金 1 笔                 50.00\n"} {
		require.Contains(t, z.Text(), line)
	}
	d.Verify()
}

// A slip pays once. The number that was seen before is said with the receipt it stands on, and who looked takes it all the same:
// one bank transfer may pay for two rooms.
func TestAReferenceUsedBeforeIsSaidWithItsReceipt(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	slip := func(o *till.Order) { o.Tenders = []till.Tender{{Kind: till.Card, Fen: 40_00, Reference: "004512"}} }
	first, code := d.pay(slip)
	require.Empty(t, code)
	order := till.Order{RequestID: "again", Room: d.room, Bills: []till.BillPart{{Bill: d.bill, Fen: 40_00}}, Tenders: []till.Tender{{Kind: till.Card, Fen: 40_00, Reference: "004512"}}}
	_, err := d.Book.Till.Receive(d.Ctx, d.Cashier, order)
	require.Equal(t, "till.reference_used", store.Code(err))
	require.Equal(t, []any{"004512", first.Number}, argsOf(err))
	require.Zero(t, d.closeAll(0).CashInFen, "nothing was taken")
	require.Empty(t, d.open(0))

	order.Tenders[0].Kind = till.Transfer
	_, err = d.Book.Till.Receive(d.Ctx, d.Cashier, order)
	require.NoError(t, err, "a transfer is no slip of the card terminal")
	_, code = d.pay(func(o *till.Order) { slip(o); o.Overridden = []string{till.ReferenceUsed} })
	require.Empty(t, code)
	d.made--
	_, code = d.pay(func(o *till.Order) { slip(o); o.Overridden = []string{till.ReferenceUsed} })
	require.Empty(t, code, "the same request again is the same payment")
	_, err = d.Book.Till.Receive(d.Ctx, d.Cashier, till.Order{RequestID: "twice", Room: d.room, Bills: order.Bills,
		Tenders: []till.Tender{{Kind: till.Card, Fen: 20_00, Reference: "7"}, {Kind: till.Card, Fen: 20_00, Reference: "7"}}})
	require.Equal(t, "till.reference_twice", store.Code(err))
	d.Verify()
}

// Typed in small letters the second time, a transfer paid twice.
func TestAReferenceIsTheSameInSmallLetters(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	pay := func(id string, references ...string) error {
		order := till.Order{RequestID: id, Room: d.room}
		for _, reference := range references {
			order.Tenders = append(order.Tenders, till.Tender{Kind: till.Transfer, Fen: 10_00, Reference: reference})
		}
		order.Bills = []till.BillPart{{Bill: d.bill, Fen: money.Fen(len(references)) * 10_00}}
		_, err := d.Book.Till.Receive(d.Ctx, d.Cashier, order)
		return err
	}
	require.Equal(t, "till.reference_twice", store.Code(pay("both", "TX9a", "tx9A")))
	require.NoError(t, pay("capitals", "TX-9"))
	require.Equal(t, "till.reference_used", store.Code(pay("small", "tx-9")))
	require.NoError(t, pay("small before", "k7"))
	require.Equal(t, "till.reference_used", store.Code(pay("capitals after", "K7")))
	d.Verify()
}

// One transfer, typed by hand, pasted from a message and read out of a table, is one transfer, whatever its dashes and figures look like.
func TestAReferenceIsTheSameHoweverItIsTyped(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	pay := func(references ...string) (till.Payment, error) {
		d.made++
		order := till.Order{RequestID: fmt.Sprint("typed", d.made), Room: d.room}
		for _, reference := range references {
			order.Tenders = append(order.Tenders, till.Tender{Kind: till.Transfer, Fen: 1_00, Reference: reference})
		}
		order.Bills = []till.BillPart{{Bill: d.bill, Fen: money.Fen(len(references)) * 1_00}}
		return d.Book.Till.Receive(d.Ctx, d.Cashier, order)
	}
	typed := []string{"TX-9a", "tx‐9A", "TX‑9A", "TX–9A", "TX—9A", "TX－9A", "TX−9A", "ＴＸ－９ａ", "TX - 9A", "　tx-９A ", "TX9A", "tx--9a", "-TX9A-"}
	paid, err := pay(typed[7])
	require.NoError(t, err)
	require.Equal(t, typed[7], paid.Tenders[0].Reference, "on paper it stands as it was typed")
	for _, again := range typed {
		_, err := pay(again)
		require.Equal(t, "till.reference_used", store.Code(err), again)
		require.Equal(t, paid.Number, argsOf(err)[1], again)
		_, err = pay("Z"+again, "Z"+typed[0])
		require.Equal(t, "till.reference_twice", store.Code(err), again)
	}
	for _, other := range []string{"TX-9", "TX-9AA"} {
		_, err := pay(other)
		require.NoError(t, err, other)
	}
	for _, none := range []string{"", "－ 张", "--", "TX\t9", "TX\u200b9", strings.Repeat("１", 41)} {
		_, err := pay(none)
		require.Equal(t, "till.reference", store.Code(err), "%q", none)
	}
	d.Read(func(tx *store.Tx) error {
		found, err := till.ByReference(tx, "x—9Ａ", 10)
		require.NoError(t, err)
		require.Len(t, found, 1)
		return nil
	})
	d.Verify()
}

// A phone typed where a slip's number belongs would stand in an event that nobody can erase. Other numbers of eleven digits are slips.
func TestAPhoneOfTheHouseholdIsNoSlip(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	pay := func(reference string) string {
		_, code := d.pay(func(o *till.Order) { o.Tenders = []till.Tender{{Kind: till.Card, Fen: 40_00, Reference: reference}} })
		return code
	}
	for _, typed := range []string{"13800006621", "138-0000-6621", "１３８００００６６２１", "138 0000 6621", "8613800006621", "0086-138-0000-6621", "013800006621"} {
		require.Equal(t, "till.reference_phone", pay(typed), typed)
	}
	require.Empty(t, pay("13800006622"))
	_, code := d.pay(func(o *till.Order) {
		o.Late, o.Approval = &till.Late{PaperNumber: "13800006621", ValueOn: "2026-11-20", Reason: till.Reason{Code: "power_cut"}}, d.approve(staff.EnterLate)
	})
	require.Equal(t, "till.reference_phone", code, "nor the number of a hand-written receipt")
	ask := func(about string) error {
		_, err := d.Book.Staff.AskApproval(d.Ctx, d.Cashier, staff.Ask{RequestID: about, Action: staff.BankCash, About: about, Fen: 100})
		return err
	}
	require.Equal(t, "staff.approval_phone", store.Code(ask("13800006621")))
	require.NoError(t, ask("13800006622"))
	var told int
	d.Read(func(tx *store.Tx) error {
		_, err := tx.Get("SELECT count(*) FROM events WHERE instr(body, '13800006621') > 0", nil, &told)
		return err
	})
	require.Zero(t, told)
	d.Verify()
}

// What was given back is free for its slip again.
func TestAReferenceOfAReversedPaymentIsFree(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	slip := func(o *till.Order) { o.Tenders = []till.Tender{{Kind: till.Card, Fen: 40_00, Reference: "004512"}} }
	paid, code := d.pay(slip)
	require.Empty(t, code)
	_, err := d.Book.Till.Reverse(d.Ctx, d.Cashier, d.approve(staff.Reverse), till.Undoing{RequestID: "back", Number: paid.Number, Reason: till.Reason{Code: "wrong_room"}})
	require.NoError(t, err)
	_, code = d.pay(slip)
	require.Empty(t, code)
	d.Verify()
}

// The answer of a payment that was voided since read as if the money were still there.
func TestARequestWhosePaymentWasUndoneSaysSo(t *testing.T) {
	d := newDesk(t)
	require.Empty(t, d.open(0))
	paid, code := d.pay(nil)
	require.Empty(t, code)
	require.Empty(t, d.voided(paid.Number, 0, 40_00))
	_, err := d.Book.Till.Receive(d.Ctx, d.Cashier, till.Order{RequestID: "pay-1ns", Room: d.room, Bills: []till.BillPart{{Bill: d.bill, Fen: 4000}},
		Tenders: []till.Tender{{Kind: till.Cash, Fen: 4000}}})
	require.Equal(t, "till.request_undone", store.Code(err))
	require.Equal(t, []any{paid.Number}, argsOf(err))
	d.closeAll(0)
	d.Verify()
}
