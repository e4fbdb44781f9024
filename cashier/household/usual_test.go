package household

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

func TestWhatIsUsualIsTheMiddleOfSixAndMore(t *testing.T) {
	paid := func(on calendar.Date, sums ...money.Fen) (history []till.Payment) {
		for _, fen := range sums {
			history = append(history, till.Payment{Kind: till.Paid, BusinessOn: on, TotalFen: fen})
		}
		return history
	}
	today := calendar.Date("2026-11-21")
	require.Zero(t, usualOf(paid("2026-10-01", 100_00, 100_00, 100_00, 100_00, 100_00), today), "five say nothing")
	same := usualOf(paid("2026-10-01", 100_00, 100_00, 100_00, 100_00, 100_00, 100_00), today)
	require.Equal(t, Usual{100_00, 10_00}, same, "a tenth of the middle at least")
	require.False(t, same.IsFar(130_00))
	require.True(t, same.IsFar(130_01))
	require.True(t, same.IsFar(69_99))
	wide := usualOf(paid("2026-10-01", 100_00, 150_00, 200_00, 250_00, 300_00, 900_00), today)
	require.Equal(t, Usual{250_00, 100_00}, wide)
	require.Zero(t, usualOf(append(paid("2026-10-01", 100_00, 100_00, 100_00, 100_00, 100_00), paid("2025-11-20", 100_00)...), today), "one of them is older than a year")
	voided := paid("2026-10-01", 100_00, 100_00, 100_00, 100_00, 100_00, 100_00)
	voided[0].UndoneBy = "void"
	require.Zero(t, usualOf(voided, today))
}

func TestTheUsualWayIsThatOfMostOfTheNewestPayments(t *testing.T) {
	paid := func(kind till.TenderKind) till.Payment {
		return till.Payment{Kind: till.Paid, Tenders: []till.Tender{{Kind: kind, Fen: 100}}}
	}
	undone := paid(till.Cash)
	undone.UndoneBy = "01-2026-000002"
	require.Equal(t, till.TenderKind(""), usualWay(nil))
	require.Equal(t, till.WeChatPay, usualWay([]till.Payment{undone, undone, paid(till.WeChatPay)}))
	require.Equal(t, till.Cash, usualWay([]till.Payment{paid(till.WeChatPay), paid(till.Cash), paid(till.Cash)}))
	require.Equal(t, till.AlipayPay, usualWay([]till.Payment{paid(till.AlipayPay), paid(till.Cash)}), "the newest of several as often")
	require.Equal(t, till.WeChatPay, usualWay([]till.Payment{paid(till.WeChatPay), paid(till.WeChatPay), paid(till.WeChatPay), paid(till.Cash), paid(till.Cash), paid(till.Cash), paid(till.Cash)}),
		"what is long ago counts for nothing")
}
