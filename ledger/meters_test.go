package ledger_test

import (
	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// offered is a reading of a room's meter on a sheet.
func offered(line, room int, kind string, previous, value int64, on calendar.Date) meter.Offer {
	was, is := tariff.Whole(previous), tariff.Whole(value)
	return meter.Offer{Line: line, Room: roomCode(room), Kind: kind, Previous: &was, Value: &is, On: on}
}

// meters are read twice; one is changed, one gets a multiplier, one reading is corrected and one taken back.
func (c *counter) meters() {
	take := func(request string, offers ...meter.Offer) {
		c.writes(func(tx *store.Tx) error {
			_, err := c.book.Meters.In(tx).Take(tx.Context(), c.manager, meter.Taking{RequestID: request, Sheet: meter.Sheet{FileHash: "ffee" + request, Offers: offers}})
			return err
		})
	}
	take("read-1", offered(2, 0, "水", 563, 579, "2026-09-28"), offered(3, 1, "水", 620, 628, "2026-09-28"), offered(4, 2, "电/峰", 20342, 20633, "2026-09-28"))
	take("read-2", offered(2, 0, "水", 579, 590, "2026-10-28"), offered(3, 1, "水", 628, 640, "2026-10-28"))
	c.writes(func(tx *store.Tx) error {
		water, err := meter.InRoom(tx, roomCode(0), "水", "")
		if err != nil {
			return err
		}
		if _, err := c.book.Meters.In(tx).Correct(tx.Context(), c.manager, meter.Correction{RequestID: "fix-1", Meter: water.ID, Value: tariff.Whole(588), Reason: "misread"}); err != nil {
			return err
		}
		_, err = c.book.Meters.In(tx).Replace(tx.Context(), c.manager, meter.Replacement{RequestID: "swap-1", Meter: water.ID, On: "2026-11-10", FinalReading: tariff.Whole(592),
			NextNumber: "S-77", StartReading: tariff.Whole(1), Reason: "broken"})
		return err
	})
	c.writes(func(tx *store.Tx) error {
		water, err := meter.InRoom(tx, roomCode(1), "水", "")
		if err == nil {
			_, err = c.book.Meters.In(tx).Undo(tx.Context(), c.manager, meter.Undoing{RequestID: "undo", Meter: water.ID, Reason: "wrong_room"})
		}
		require.NoError(c, err)
		power, err := meter.InRoom(tx, roomCode(2), "电/峰", "")
		if err == nil {
			_, err = c.book.Meters.In(tx).SetTerms(tx.Context(), c.manager, power.ID, meter.Terms{FromOn: "2026-11-01", Digits: 6, Multiplier: tariff.Whole(40), LossPercent: tariff.Ratio(3, 2)})
		}
		return err
	})
}
