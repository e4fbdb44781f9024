package till

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

func TestRoundingIsDownToAJiaoInCashAndNothingElse(t *testing.T) {
	asked := func(order Order, due, most money.Fen) Asked {
		return Asked{BillsFen: due - order.PrepayFen, PrepayFen: order.PrepayFen, KeepChange: order.KeepChange, CreditFen: 500_00, RoundingMaxFen: most}
	}
	for name, c := range map[string]struct {
		order Order
		due   money.Fen
		code  string
	}{
		"nothing to round, nothing rounded":     {Order{Tenders: []Tender{{Kind: Cash, Fen: 84040}}}, 84040, ""},
		"nobody has seven fen":                  {Order{Tenders: []Tender{{Kind: Cash, Fen: 84047}}}, 84047, "till.cash_jiao"},
		"seven fen of a bill in cash":           {Order{Tenders: []Tender{{Kind: Cash, Fen: 84040}, {Kind: Rounding, Fen: 7}}}, 84047, ""},
		"what is left after a card":             {Order{Tenders: []Tender{{Kind: Card, Fen: 40000}, {Kind: Cash, Fen: 44100}, {Kind: Rounding, Fen: 7}}}, 84047, ""},
		"what is left after a prepayment":       {Order{Tenders: []Tender{{Kind: Prepaid, Fen: 40003}, {Kind: Cash, Fen: 44100}, {Kind: Rounding, Fen: 4}}}, 84047, ""},
		"one fen more than that":                {Order{Tenders: []Tender{{Kind: Cash, Fen: 84040}, {Kind: Rounding, Fen: 8}}}, 84047, "till.rounding"},
		"one fen less":                          {Order{Tenders: []Tender{{Kind: Cash, Fen: 84041}, {Kind: Rounding, Fen: 6}}}, 84047, "till.rounding"},
		"a whole jiao":                          {Order{Tenders: []Tender{{Kind: Cash, Fen: 84030}, {Kind: Rounding, Fen: 17}}}, 84047, "till.rounding"},
		"nothing to round":                      {Order{Tenders: []Tender{{Kind: Cash, Fen: 84040}, {Kind: Rounding, Fen: 1}}}, 84040, "till.rounding"},
		"a card pays to the fen":                {Order{Tenders: []Tender{{Kind: Card, Fen: 84040}, {Kind: Rounding, Fen: 7}}}, 84047, "till.rounding"},
		"a prepayment is not made of it":        {Order{PrepayFen: 7, Tenders: []Tender{{Kind: Cash, Fen: 84040}, {Kind: Rounding, Fen: 7}}}, 84047, "till.rounding"},
		"nor kept change":                       {Order{KeepChange: true, Tenders: []Tender{{Kind: Cash, Fen: 84100}, {Kind: Rounding, Fen: 7}}}, 84047, "till.rounding"},
		"the whole bill is less than a jiao":    {Order{Tenders: []Tender{{Kind: Rounding, Fen: 7}}}, 7, "till.rounding"},
		"twice is once too often when too much": {Order{Tenders: []Tender{{Kind: Cash, Fen: 84040}, {Kind: Rounding, Fen: 7}, {Kind: Rounding, Fen: 7}}}, 84047, "till.rounding"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.order.settled(asked(c.order, c.due, 9))
			require.Equal(t, c.code, store.Code(err))
		})
	}
	order := Order{Tenders: []Tender{{Kind: Cash, Fen: 84040}, {Kind: Rounding, Fen: 7}}}
	_, err := order.settled(asked(order, 84047, 5))
	require.Equal(t, "till.rounding", store.Code(err), "the policy's limit holds")
}

func TestTendersAreChecked(t *testing.T) {
	for name, c := range map[string]struct {
		tender Tender
		code   string
	}{
		"cash":                    {Tender{Kind: Cash, Fen: 1}, ""},
		"cash has no slip":        {Tender{Kind: Cash, Fen: 1, Reference: "1"}, "till.reference"},
		"a card has one":          {Tender{Kind: Card, Fen: 1}, "till.reference"},
		"a cheque's number":       {Tender{Kind: Cheque, Fen: 1, Reference: "0012-3456"}, ""},
		"no name as a reference":  {Tender{Kind: Transfer, Fen: 1, Reference: "张建国"}, "till.reference"},
		"nothing":                 {Tender{Kind: Cash}, "till.amount"},
		"less than nothing":       {Tender{Kind: Cash, Fen: -1}, "till.amount"},
		"more than there can be":  {Tender{Kind: Cash, Fen: money.MaxFen + 1}, "till.amount"},
		"no such way of payment":  {Tender{Kind: "shells", Fen: 1}, "till.tender"},
		"a slip number too long":  {Tender{Kind: Card, Fen: 1, Reference: "12345678901234567890123456789012345678901"}, "till.reference"},
		"kept for what it can be": {Tender{Kind: Prepaid, Fen: 1, Reference: "x"}, "till.purpose"},
		"kept for parking":        {Tender{Kind: Prepaid, Fen: 1, Reference: "parking"}, ""},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, c.code, store.Code(c.tender.check())) })
	}
}

// Whatever was tendered and whatever it paid: each account moves by exactly what the tenders and allocations say, and no
// transfer is empty or moves money from an account to itself. What the company gives away by rounding is its own where it can be.
func TestTransfersSayWhatTendersAndAllocationsSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.Custom(func(t *rapid.T) money.Fen { return money.Fen(rapid.Int64Range(1, 100_000).Draw(t, "fen")) })
		bills := rapid.SliceOfN(amount, 1, 6).Draw(t, "bills")
		var allocations []Allocation
		var billed, tendered money.Fen
		for _, fen := range bills {
			allocations = append(allocations, Allocation{Kind: ToBill, Bill: "b", Object: "room", Item: "物业费", Fen: fen})
			billed += fen
		}
		for i := range bills {
			allocations[i].Book = rapid.SampledFrom(Books).Draw(t, "book")
		}
		var tenders []Tender
		if given := money.Fen(rapid.Int64Range(0, min(9, int64(billed)-1)).Draw(t, "rounding")); given > 0 {
			tenders, tendered = append(tenders, Tender{Kind: Rounding, Fen: given}), given
		}
		if spent := money.Fen(rapid.Int64Range(0, int64(billed-tendered)).Draw(t, "prepaid")); spent > 0 {
			tenders, tendered = append(tenders, Tender{Kind: Prepaid, Fen: spent}), tendered+spent
		}
		for _, kind := range rapid.SliceOfN(rapid.SampledFrom([]TenderKind{Card, Cheque, Cash, Cash}), 0, 4).Draw(t, "kinds") {
			fen := amount.Draw(t, "tender")
			tenders, tendered = append(tenders, Tender{Kind: kind, Fen: fen}), tendered+fen
		}
		if tendered <= billed {
			fen := billed - tendered + amount.Draw(t, "over")
			tenders, tendered = append(tenders, Tender{Kind: Cash, Fen: fen}), tendered+fen
		}
		tenders = rapid.Permutation(tenders).Draw(t, "order")
		change := min(tendered-billed, ofKind(tenders, Cash))
		if rapid.Bool().Draw(t, "keep some") {
			change /= 2
		}
		if kept := tendered - billed - change; kept > 0 {
			allocations = append(allocations, Allocation{Kind: ToPrepaid, Object: "room", Fen: kept})
		}
		checkTransfers(t, tenders, change, allocations, receivedV1{Counter: "01", Tenders: tenders, ChangeFen: change, Allocations: allocations}.transfers())
	})
}

func checkTransfers(t *rapid.T, tenders []Tender, change money.Fen, allocations []Allocation, transfers []journal.Transfer) {
	debits, credits := map[string]money.Fen{}, map[string]money.Fen{}
	for _, moved := range transfers {
		require.Positive(t, moved.Fen)
		require.NotEqual(t, moved.Debit, moved.Credit)
		debits[moved.Debit] += moved.Fen
		credits[moved.Credit] += moved.Fen
	}
	wantDebits, wantCredits := map[string]money.Fen{}, map[string]money.Fen{}
	for _, tender := range tenders {
		wantDebits[tender.account("01")] += tender.Fen
	}
	if wantDebits["cash:01"] -= change; wantDebits["cash:01"] == 0 {
		delete(wantDebits, "cash:01")
	}
	for _, allocation := range allocations {
		wantCredits[allocation.account()] += allocation.Fen
	}
	require.Equal(t, wantDebits, debits)
	require.Equal(t, wantCredits, credits)
}

// 抹零 is the company's own cost: who collects water money for the waterworks owes it all of that, whatever was let go.
func TestRoundingIsTheCompanysOwn(t *testing.T) {
	water, fee := Allocation{Kind: ToBill, Bill: "w", Item: "水费", Fen: 100_04, Book: AgencyBook}, Allocation{Kind: ToBill, Bill: "f", Item: "物业费", Fen: 280_13}
	given := func(allocations ...Allocation) (items []string) {
		var due money.Fen
		for _, a := range allocations {
			due += a.Fen
		}
		body := receivedV1{Counter: "01", Allocations: allocations,
			Tenders: []Tender{{Kind: Cash, Fen: due.DownToJiao()}, {Kind: Rounding, Fen: due - due.DownToJiao()}}}
		for _, moved := range body.transfers() {
			if moved.Debit == accountRounding {
				items = append(items, moved.Item)
			}
		}
		return items
	}
	require.Equal(t, []string{"物业费"}, given(water, fee), "though the water stands first")
	require.Equal(t, []string{"物业费"}, given(fee, water))
	require.Equal(t, []string{"水费"}, given(water), "with nothing of its own the rounding still has its own account")
}

// The months of one item are one posting by each tender: three bills paid in cash, one fen let go, are two.
func TestMonthsOfOneItemArePostedTogether(t *testing.T) {
	month := Allocation{Kind: ToBill, Object: "room", Item: "物业费", Fen: 280_13}
	water := Allocation{Kind: ToBill, Object: "room", Item: "水费", Fen: 50_00}
	body := receivedV1{Counter: "01", Allocations: []Allocation{month, month, month, water}, Tenders: []Tender{{Kind: Rounding, Fen: 9}, {Kind: Cash, Fen: 890_30}}}
	var moved []money.Fen
	for _, transfer := range body.transfers() {
		moved = append(moved, transfer.Fen)
	}
	require.Equal(t, []money.Fen{9, 840_30, 50_00}, moved)
}

func TestCountsAreOfWholeNotesAndCoins(t *testing.T) {
	count, err := CountOf(1_388_90)
	require.NoError(t, err)
	require.Equal(t, Count{13, 1, 1, 1, 1, 3, 1, 4}, count)
	fen, err := count.Fen()
	require.NoError(t, err)
	require.Equal(t, money.Fen(138890), fen)
	for name, wrong := range map[string]Count{"a negative number of notes": {-1}, "more than a lorry carries": {pieceMax + 1}} {
		_, err = wrong.Fen()
		require.Equal(t, "till.count", store.Code(err), name)
	}
	for _, wrong := range []money.Fen{7, -10} {
		_, err = CountOf(wrong)
		require.Equal(t, "till.count", store.Code(err))
	}
	require.Error(t, new(Count).UnmarshalJSON([]byte("[1,2]")), "a short list would count zeros")
	require.Error(t, new(Count).UnmarshalJSON([]byte(`"x"`)))
}

func TestPaperHas32Columns(t *testing.T) {
	z := ZReport{Estate: "一个名字非常非常长的住宅小区四十个字也放得下的阳光花园二期三期四期五期六期七", Counter: "ABCD", No: 123456, Cashier: "123456", BusinessOn: "2026-11-21",
		Payments: Sum{"", 123456, money.MaxFen}, Voids: Sum{"", 99, -money.MaxFen}, ByTender: []Sum{{string(Prepaid), 1234, money.MaxFen}, {string(Cash), 1, -5}},
		ByItem:       []Sum{{"公共能耗分摊及二次供水加压费（含电梯）", 12345, money.MaxFen}, {"停车费", 1, 1}},
		FirstReceipt: "ABCD-2026-000001", LastReceipt: "ABCD-2026-123456", Receipts: 123456, ExpectedFen: money.MaxFen, DifferenceFen: -money.MaxFen,
		HandedTo: "123456", Approver: "123456", HeadHash: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", HeadSeq: 1 << 60}
	for _, line := range splitLines(z.Text()) {
		require.LessOrEqual(t, width(line), columns, line)
	}
	require.Contains(t, z.Text(), "-1,000,000,000.00")
	require.Contains(t, z.Text(), z.HeadHash[:32])
}

func splitLines(text string) (lines []string) {
	for len(text) > 0 {
		end := 0
		for end < len(text) && text[end] != '\n' {
			end++
		}
		lines = append(lines, text[:end])
		text = text[min(len(text), end+1):]
	}
	return lines
}
