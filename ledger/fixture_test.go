package ledger_test

import (
	"fmt"

	"github.com/stretchr/testify/require"

	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

func roomCode(n int) string { return fmt.Sprintf("%d-1-%d%02d", n/100+1, n%100/4+1, n%4+1) }

// manyRooms is a register of n rooms, each with an owner, a phone, arrears of 840.47 and a prepayment of 50.00.
func manyRooms(n int) ledger.Register {
	register := ledger.Register{FileHash: "8899aabbccddeeff"}
	for i := range n {
		code := roomCode(i)
		register.Rooms = append(register.Rooms, estate.Row{Code: code, Building: fmt.Sprint(i/100 + 1), Unit: "1", Floor: i%100/4 + 1, Number: code[len(code)-3:],
			AreaCentiM2: 9830, State: "自住", Fields: map[string]string{"物业费单价": "2.85"}, Plates: []string{fmt.Sprintf("京A%05d", i)},
			Owners: []estate.RowParty{{Kind: estate.Natural, Name: fmt.Sprintf("业主%d", i), Phones: []string{fmt.Sprintf("138%08d", i)}, ShareBasisPoints: 10000}}})
		register.Arrears = append(register.Arrears, billing.OpeningArrears{Room: code, Item: "期初欠费", Fen: 84047})
		register.Credits = append(register.Credits, till.OpeningCredit{Room: code, Fen: 5000})
	}
	return register
}

// partOrder asks for 10.00 in cash from the n-th room: 6.00 of its arrears, and 4.00 kept as prepayment.
func partOrder(c *counter, request string, n int) till.Order {
	object := estate.ObjectID(estate.Room, roomCode(n))
	var owed []billing.Bill
	require.NoError(c, c.book.Store.Read(c.ctx, func(tx *store.Tx) (err error) {
		owed, err = billing.OpenOf(tx, object)
		return err
	}))
	return till.Order{RequestID: request, Room: object, Bills: []till.BillPart{{Bill: owed[0].ID, Fen: 600}}, PrepayFen: 400,
		Tenders: []till.Tender{{Kind: till.Cash, Fen: money.Fen(1000)}}}
}
