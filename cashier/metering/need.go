package metering

import (
	"context"
	"slices"
	"strings"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/meter"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// MissingReading is a room with a meter in use that no reading closes in some days.
type MissingReading struct {
	Code string
	Kind string
}

// AfterReadings is what is left to do once readings are in: the rooms without one, and the items that count what was used.
type AfterReadings struct {
	Missing []MissingReading
	Items   []string
}

// missingMax bounds the rooms without a reading that a screen lists.
const missingMax = 2000

// NeedAfterReadings tells what is left to do in a period: of each kind of meter of the estate the rooms without a reading
// from..to, and the active items that count usage.
func (c *Metering) NeedAfterReadings(ctx context.Context, from, to calendar.Date) (need AfterReadings, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		need = AfterReadings{}
		kinds, err := meter.Kinds(tx)
		if err != nil {
			return err
		}
		for _, kind := range kinds {
			objects, err := meter.MissingOn(tx, kind, from, to)
			if err != nil {
				return err
			}
			for _, object := range objects[:min(len(objects), missingMax)] {
				room, err := estate.ByID(tx, object)
				if err != nil {
					return err
				}
				need.Missing = append(need.Missing, MissingReading{Code: room.Code, Kind: kind})
			}
		}
		need.Items, err = countingItems(tx)
		return err
	})
	return need, err
}

// countingItems returns the active items of which a rule asks what was used, by name.
func countingItems(tx *store.Tx) (names []string, err error) {
	items, err := billing.Items(tx)
	if err != nil {
		return nil, err
	}
	for _, item := range items {
		tariffs, err := billing.Tariffs(tx, item.Name)
		if err != nil {
			return nil, err
		}
		if item.Active && slices.ContainsFunc(tariffs, countsUsage) {
			names = append(names, item.Name)
		}
	}
	return names, nil
}

func countsUsage(t billing.Tariff) bool {
	return slices.ContainsFunc(t.Versions, func(v tariff.Version) bool {
		return slices.ContainsFunc(v.Rule.Needs(), func(m tariff.Measure) bool { return strings.HasPrefix(string(m), string(tariff.UsageOf)) })
	})
}

// IsRead reports whether every meter in use of the estate has a reading for a period; false where it has no meters.
func (c *Metering) IsRead(ctx context.Context, from, to calendar.Date) (is bool, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		kinds, err := meter.Kinds(tx)
		is = len(kinds) > 0
		for i := 0; err == nil && is && i < len(kinds); i++ {
			var missing []string
			missing, err = meter.MissingOn(tx, kinds[i], from, to)
			is = len(missing) == 0
		}
		return err
	})
	return is && err == nil, err
}
